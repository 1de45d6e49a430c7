"""The return of a month to one establishment, `retours/<mois>/<finess>.xlsx`: from rows to sheets, from sheets to bytes."""
