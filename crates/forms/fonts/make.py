"""Cuts Liberation Serif to what a Vietnamese form needs and adds the letters Unicode has no single code for.

Names of ethnic minorities use letters such as e-circumflex-breve that exist only as a base and a combining mark. A
PDF drawn without a shaping engine cannot place such a mark, so each pair becomes one glyph here, reached by a code
of the private use area; sequences.txt lists them. The text layer of the PDF still says base + mark.
"""
import sys
import unicodedata

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

FAMILY = "Motcua Serif"
FACES = ["Regular", "Bold", "Italic"]
PRIVATE = 0xE000
GAP_OVER_LETTER, GAP_OVER_MARK = 105, 45  # font units, 2048 to the em

RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x180, 0x24F), (0x1E00, 0x1E9B), (0x1E9E, 0x1E9E), (0x1EA0, 0x1EF9),
    (0x2B9, 0x2BC), (0x300, 0x304), (0x306, 0x30C), (0x323, 0x324), (0x327, 0x328), (0x32D, 0x32D),
    (0x331, 0x331), (0x2010, 0x2010), (0x2012, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022),
    (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x20AB, 0x20AC),
    (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2264, 0x2265), (0x25A0, 0x25A1),
]
MARKS_ABOVE = [0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30C]
MARKS_BELOW = [0x323, 0x324, 0x32D, 0x331]
LETTERS = [chr(c) for c in range(0x41, 0x5B)] + [chr(c) for c in range(0x61, 0x7B)] + list("ĂÂĐÊÔƠƯƁɃĔĬŎŬŊƆƐ") + list("ăâđêôơưɓƀĕĭŏŭŋɔɛ")


def sequences(cmap):
    """Every base and mark that Unicode cannot write as one letter."""
    for base in LETTERS:
        for mark in MARKS_ABOVE + MARKS_BELOW:
            pair = base + chr(mark)
            if ord(base) in cmap and mark in cmap and len(unicodedata.normalize("NFC", pair)) == 2:
                yield pair


def compose(font, pair, cmap):
    """A composite glyph: the mark centred on the letter, lifted clear of it."""
    glyf = font["glyf"]
    base_name = cmap[0x131] if pair[0] == "i" and ord(pair[1]) in MARKS_ABOVE else cmap[ord(pair[0])]
    mark_name = cmap[ord(pair[1])]
    base, mark = glyf[base_name], glyf[mark_name]
    slope = font["hhea"].caretSlopeRun / font["hhea"].caretSlopeRise
    if ord(pair[1]) in MARKS_ABOVE:
        gap = GAP_OVER_MARK if len(unicodedata.normalize("NFD", pair[0])) > 1 else GAP_OVER_LETTER
        dy = max(0, base.yMax + gap - mark.yMin)
    else:
        dy = min(0, base.yMin - GAP_OVER_LETTER - mark.yMax)
    lean = slope * ((mark.yMin + mark.yMax) / 2 + dy - (base.yMin + base.yMax) / 2)
    dx = round((base.xMin + base.xMax) / 2 + lean - (mark.xMin + mark.xMax) / 2)
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = [part(base_name, 0, 0), part(mark_name, dx, dy)]
    glyph.components[0].flags |= 0x200  # USE_MY_METRICS
    return glyph, font["hmtx"][base_name]


def part(name, x, y):
    component = GlyphComponent()
    component.glyphName, component.x, component.y, component.flags = name, x, y, 0x4  # ROUND_XY_TO_GRID
    return component


def rename(font, face):
    """Licence, copyright and version stay; the reserved names go."""
    names = font["name"]
    keep = {n: str(names.getName(n, 3, 1, 0x409)) for n in (0, 5, 13, 14)}
    names.names = []
    postscript = FAMILY.replace(" ", "") + "-" + face
    texts = {**keep, 1: FAMILY, 2: face, 3: f"{postscript} {keep[5]}", 4: f"{FAMILY} {face}", 6: postscript,
             10: "Cut to Latin and extended with composed letters for Vietnamese official forms."}
    for number, text in sorted(texts.items()):
        names.setName(text, number, 3, 1, 0x409)


def make(folder, face):
    font = TTFont(f"{folder}/LiberationSerif-{face}.ttf", recalcTimestamp=False)
    wanted = {c for low, high in RANGES for c in range(low, high + 1)}
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False,
                             drop_tables=["GPOS", "GSUB", "GDEF", "kern", "FFTM", "DSIG", "gasp", "hdmx", "VDMX", "LTSH"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted | {0x131})
    cutter.subset(font)
    cmap = font.getBestCmap()
    missing = sorted(wanted - set(cmap))
    pairs = list(sequences(cmap))
    order = font.getGlyphOrder()
    for index, pair in enumerate(pairs):
        name = f"seq{index:04d}"
        glyph, metrics = compose(font, pair, cmap)
        order.append(name)
        font["glyf"].glyphs[name] = glyph
        font["hmtx"].metrics[name] = metrics
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[PRIVATE + index] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)
    for pair_name in order[-len(pairs):]:
        font["glyf"][pair_name].recalcBounds(font["glyf"])
        advance, _ = font["hmtx"].metrics[pair_name]
        font["hmtx"].metrics[pair_name] = (advance, font["glyf"][pair_name].xMin)
    rename(font, face)
    font.save(f"MotcuaSerif-{face}.ttf")
    return pairs, missing


def main():
    results = [make(sys.argv[1], face) for face in FACES]
    pairs = results[0][0]
    if any(other != pairs for other, _ in results):
        sys.exit("the faces do not hold the same letters; sequences.txt would be wrong for one of them")
    with open("sequences.txt", "w", encoding="ascii") as out:
        for index, pair in enumerate(pairs):
            out.write(f"{PRIVATE + index:04X} {ord(pair[0]):04X} {ord(pair[1]):04X}\n")
    print(f"{len(pairs)} composed letters; absent from the source:", [hex(c) for c in results[0][1]])


main()
