"""Make the two fonts of `bot/pictures/fonts` from the full Literata.

    python scripts/build_fonts.py Literata_400Regular.ttf Literata_600SemiBold.ttf

Needs fonttools, which nothing else here does, so it is not among the packages of the project. Any
static instances of Literata 3 will do; the ones in the tree come from version 3.103. What is done
to them:

- only the characters of `KEPT` stay (Latin with Vietnamese, Greek, Cyrillic, punctuation);
- figures are lining and as wide as one another, so that columns of numbers stand still;
- names, outlines and metrics stay. The license reserves no name, so the family keeps its own.

Beside each font it writes its kerning as lines of a pair and thousandths of the size. Fonts keep it
in GPOS, which needs a shaping engine that not every machine has; read from a list, the same words
come out the same everywhere. `characters.txt` holds every character that both fonts have.
"""

import sys
from itertools import product
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent.parent / "bot" / "pictures" / "fonts"
NAMES = ("Literata-Regular.ttf", "Literata-SemiBold.ttf")
KEPT = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x18F, 0x18F),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x1E6, 0x1E7),
    (0x218, 0x21B),
    (0x259, 0x259),
    (0x386, 0x3CE),
    (0x400, 0x45F),
    (0x490, 0x493),
    (0x4D8, 0x4D9),
    (0x1E80, 0x1E85),
    (0x1E9E, 0x1E9E),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2026),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2212, 0x2212),
)
KERNED = (*range(0x21, 0x7F), *map(ord, "ÄÖÜäöüßàâçèéêëîïôùûñ‘’“”–—"))
LEAST_KERN = 5
"""Thousandths of the size; less is not seen."""


def build(source: Path, target: Path) -> set[int]:
    """Write the reduced font; returns the characters it has."""
    font = TTFont(source, recalcTimestamp=False)
    kept = {code for first, last in KEPT for code in range(first, last + 1)}
    _make_figures_lining_and_tabular(font)
    target.with_suffix(".kern.txt").write_text(_kerning(font), encoding="utf-8")
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "DSIG", "vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    shrink = subset.Subsetter(options)
    shrink.populate(unicodes=kept)
    shrink.subset(font)
    font.save(target)
    return set(font.getBestCmap())


def _make_figures_lining_and_tabular(font: TTFont) -> None:
    """Point the digits at the glyphs that `lnum` and `tnum` would put in their place."""
    swaps: dict[str, str] = {}
    for tag in ("lnum", "tnum"):
        for lookup in _lookups(font, "GSUB", tag):
            for table in lookup.SubTable:
                swaps |= getattr(getattr(table, "ExtSubTable", table), "mapping", {})
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            glyph = table.cmap.get(code)
            while glyph in swaps and swaps[glyph] != glyph:
                glyph = swaps[glyph]
            if glyph is not None:
                table.cmap[code] = glyph


def _kerning(font: TTFont) -> str:
    """Every pair of `KERNED` that stands closer or wider than usual."""
    cmap, em = font.getBestCmap(), font["head"].unitsPerEm
    lines = []
    for left, right in product([code for code in KERNED if code in cmap], repeat=2):
        said = _values(font, cmap[left], cmap[right])
        value = round(1000 * next((value for value in said if value is not None), 0) / em)
        if abs(value) >= LEAST_KERN:
            lines.append(f"{chr(left)}{chr(right)} {value}\n")
    return "".join(lines)


def _values(font: TTFont, left: str, right: str):
    for lookup in _lookups(font, "GPOS", "kern"):
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 2 and left in table.Coverage.glyphs:
                yield _pair(table, left, right)


def _pair(table, left: str, right: str) -> int | None:
    """What one subtable says of a pair; None where it says nothing and the next is asked."""
    if table.Format == 1:
        records = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        record = next((r for r in records if r.SecondGlyph == right), None)
    else:
        first = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
        record = first.Class2Record[table.ClassDef2.classDefs.get(right, 0)]
    if record is None or record.Value1 is None:
        return None if record is None else 0
    return getattr(record.Value1, "XAdvance", 0)


def _lookups(font: TTFont, name: str, tag: str) -> list:
    table = font[name].table
    indexes = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == tag
        for index in record.Feature.LookupListIndex
    }
    return [table.LookupList.Lookup[index] for index in sorted(indexes)]


def main(sources: list[str]) -> None:
    """Build both weights and the list of what they can write."""
    both = [build(Path(source), FOLDER / name) for source, name in zip(sources, NAMES, strict=True)]
    text = "".join(map(chr, sorted(both[0] & both[1])))
    (FOLDER / "characters.txt").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(sys.argv[1:])
