"""Countries as two letters (ISO 3166-1 alpha-2), from their codes and the names that files use."""

from types import MappingProxyType

from phonenumbers import SUPPORTED_REGIONS

# Code: English and own names, and other short forms.
_NAMES = """
AE: united arab emirates, uae; AR: argentina, arg; AT: austria, österreich, aut; AU: australia, aus
BE: belgium, belgique, belgië, belgien, bel; BG: bulgaria; BR: brazil, brasil, bra
CA: canada, can, kanada; CH: switzerland, schweiz, suisse, svizzera, che; CL: chile
CN: china, chn; CO: colombia; CY: cyprus; CZ: czech republic, czechia, česko, tschechien, cze
DE: germany, deutschland, allemagne, alemania, germania, ger, deu, d
DK: denmark, danmark, dänemark, dnk; EE: estonia, eesti; EG: egypt
ES: spain, españa, espana, spanien, espagne, spagna, esp; FI: finland, suomi, finnland, fin
FR: france, frankreich, francia, fra, f
GB: united kingdom, uk, great britain, britain, england, scotland, wales, northern ireland, gbr
GR: greece, griechenland, grc; HK: hong kong; HR: croatia, hrvatska, kroatien
HU: hungary, magyarország, ungarn, hun; ID: indonesia; IE: ireland, eire, irland, irl, rep of ireland
IL: israel; IN: india, ind; IS: iceland; IT: italy, italia, italien, italie, ita, i
JP: japan, jpn; KE: kenya; KR: south korea, korea; LT: lithuania; LU: luxembourg, luxemburg, lux
LV: latvia; MA: morocco, maroc; MT: malta; MX: mexico, méxico, mex; MY: malaysia; NG: nigeria
NL: netherlands, the netherlands, nederland, niederlande, pays bas, holland, nld
NO: norway, norge, norwegen, nor; NZ: new zealand, nzl; PE: peru, perú; PH: philippines
PL: poland, polska, polen, pol; PT: portugal, prt; RO: romania, rumänien, rou; RS: serbia; RU: russia
SA: saudi arabia; SE: sweden, sverige, schweden, swe; SG: singapore; SI: slovenia; SK: slovakia, slowakei
TH: thailand; TR: turkey, türkiye, türkei, tur; TW: taiwan; UA: ukraine
US: united states, united states of america, usa, u s a, u s, etats unis, vereinigte staaten
VN: vietnam; ZA: south africa, südafrika, zaf
"""
_CODES = MappingProxyType({
    name.strip(): code.strip()
    for entry in _NAMES.replace("\n", ";").split(";")
    for code, _, names in [entry.partition(":")]
    for name in names.split(",")
    if name.strip()
})  # fmt: skip


def country_code(text: str) -> str:
    """ "Germany", "deutschland" and "de" are "DE"; empty for a text that is no known country."""
    code = text.strip().upper()
    if code in SUPPORTED_REGIONS:
        return code
    words = text.strip().casefold().replace(".", " ").replace("-", " ")
    return _CODES.get(" ".join(words.split()), "")
