"""What the pages of `rapports/` say, made of frames of the published base: French texts, exact figures, charts as SVG text."""
