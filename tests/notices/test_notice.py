"""A notice as a file: its text in reading order, its letters, its standard, its watermark, and the same bytes each time."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from contracts.failures import ContractError
from tests.notices.helpers_notices import below_target, pages, plain, record


def test_the_first_page_says_who_what_how_much_and_where_to_sign(make):
    first = pages(make(record()))[0]
    said = [
        *("P-1 – Grappe des Lilas", "ASSOCIATION DES LILAS", "Appel à projets", "Libérer", "le solde peut être versé"),
        *("84 000,01 €", "Solde (50 % de la subvention) 42 000,00 €", "Montant libéré par cette décision 42 000,00 €"),
        *("45/49, soit 91,83 % 90 % atteinte", "Nom et prénom", "Signature"),
    ]
    places = [first.find(text) for text in said]
    assert -1 not in places, first
    assert places == sorted(places)


def test_sections_come_in_reading_order(make):
    text = " ".join(pages(make(record())))
    titles = ("Notice de décision", "Critères Chaque", "Pièces et conditions", "Subvention Échéancier", "Lectures du texte")
    titles += ("Version et actes", "Preuves et contrôle", "Annexe A", "Annexe B")
    places = [text.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places)


def test_the_same_record_gives_the_same_bytes_dated_as_the_decision(make):
    content = make(record())
    make(below_target(3))
    assert make(record()) == content
    info = PdfReader(BytesIO(content)).metadata
    assert info.creation_date.isoformat() == "2026-07-05T06:00:00+00:00"
    assert info.title == "Notice de la décision P-1-2026-06-v1"


def test_it_says_that_it_is_pdf_a_and_readable_aloud(make):
    reader = PdfReader(BytesIO(make(record())))
    said = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in said
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert reader.trailer["/Root"]["/Lang"].lower().startswith("fr")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_every_letter_is_embedded_and_of_one_family(make):
    fonts = {}
    for page in PdfReader(BytesIO(make(record(provisoire=True)))).pages:
        fonts |= {name: font.get_object() for name, font in page["/Resources"]["/Font"].items()}
    assert fonts
    for font in fonts.values():
        (inner,) = font["/DescendantFonts"]
        described = inner.get_object()["/FontDescriptor"]
        assert "SourceSansPro" in described["/FontName"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)


@pytest.mark.parametrize("provisoire", [True, False])
def test_only_a_provisional_decision_has_a_watermark_on_every_page(provisoire, make):
    found = pages(make(record(provisoire=provisoire) | {"essms": below_target(120)["essms"]}))
    assert len(found) > 2
    assert all(("PROVISOIRE" in page) is provisoire for page in found)
    assert ("Rien n'est à verser sur une décision provisoire" in found[0]) is provisoire


def test_a_table_that_goes_on_repeats_its_header_and_pages_are_numbered(make):
    found = pages(make(below_target(250)))
    going_on = [page for page in found if "700000150" in page or "700000249" in page]
    assert all("FINESS Dossiers actifs" in page for page in going_on)
    for rank, page in enumerate(found, 1):
        assert f"{rank}/{len(found)}" in page
        assert "P-1-2026-06-v1" in page


def test_many_establishments_stay_readable(make):
    found = " ".join(pages(make(below_target(160))))
    assert "Cible non atteinte : 80 établissements" in found
    assert "Un dépôt nécessaire manque : 80 établissements" in found
    assert found.count("… et 20 autres : toutes les lignes sont dans l'annexe A.") == 2
    assert all(f"{700000000 + rank}" in found for rank in range(160))


HOSTILE = "#panic() $x^2$ *gras* _it_ @ref <lab> \\ [c] `raw` // fin"


@pytest.mark.parametrize("place", ["nom", "porteur", "region"])
def test_a_name_is_shown_as_it_is_never_as_markup(place, make):
    changed = record()
    changed["projet"] |= {place: HOSTILE}
    assert HOSTILE in pages(make(changed))[0]


def test_letters_that_the_font_lacks_are_told_by_their_numbers(make):
    changed = record()
    changed["projet"] |= {"nom": "Ma\u0627\u0644 \U0001f600\x00\x1b[31m\u202e\ud800\nfin e\u0301"}
    assert "Ma[U+0627 U+0644] [U+1F600 U+0000 U+001B][31m[U+202E U+D800] fin é" in pages(make(changed))[0]


def test_long_words_stay_on_the_page_and_whole(make):
    word = "W" * 230
    changed = record(montant_libere="999999.99")
    changed["projet"] |= {"porteur": word}
    changed["preuves"]["depots"][0]["chemin"] = "depots/2026-06/" + "x" * 400 + ".csv"
    text = plain(" ".join(pages(make(changed)))).replace(" ", "")
    assert word in text
    assert sum(map(len, re.findall("x{6,}", text))) == 400
    assert "999 999,99 €" in pages(make(changed))[0]


def test_a_name_too_long_does_not_push_the_money_off_the_first_page(make):
    changed = record()
    changed["projet"] |= dict.fromkeys(("nom", "porteur", "region"), "Association " * 200)
    changed["texte"]["titre"] = "T" * 3000
    assert "Montant libéré par cette décision 42 000,00 €" in pages(make(changed))[0]


def test_what_cannot_be_typeset_is_refused_in_one_sentence(make, monkeypatch):
    monkeypatch.setattr("flows.notices._letters", lambda: frozenset(range(0x110000)))
    with pytest.raises(ContractError, match="La notice de P-1-2026-06-v1 ne se compose pas"):
        make(record(texte={"texte_id": "t", "titre": "\U0001f600", "empreinte": "0", "avenants": []}))
