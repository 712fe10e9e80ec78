"""Currencies and units as they stand beside numbers: ISO 4217 codes, signs, short words."""

# Codes in use, those of the euro's forerunners and of the last reforms, and the commonest others.
ISO_CODES = frozenset(
    """aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp byn
    bzd cad cdf chf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip
    gmd gnf gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd
    kzt lak lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok
    npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sdg sek sgd shp sle sos srd
    ssp stn svc syp szl thb tjs tmt tnd top try ttd twd tzs uah ugx usd uyu uzs ved ves vnd vuv wst xaf
    xcd xof xpf yer zar zmw zwg dem ats frf itl esp pte nlg bef luf fim iep grd hrk eek lvl ltl skk sit
    sll byr cuc vef zwl cnh btc eth usdt""".split()
)
# Codes that nobody takes for a word or for the beginning of an article number.
PLAIN_CODES = frozenset(
    """eur usd gbp chf jpy cny inr aud cad nzd sek nok dkk pln czk huf ron bgn rub uah brl mxn zar sgd
    hkd krw thb idr myr vnd aed ils egp ngn kes twd ars clp""".split()
)
PLAIN_WORDS = frozenset(
    "kr zł zl kč kc ft lei лв руб грн tl sfr rmb euro euros dollars rupees ksh đ us$ r$".split()
)
# What is written for a currency, and its code; a sign that several share stands for itself.
SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₫": "VND",
    "฿": "THB", "₱": "PHP", "₦": "NGN", "₵": "GHS", "₡": "CRC", "₲": "PYG", "₸": "KZT", "₾": "GEL",
    "₼": "AZN", "₪": "ILS", "₭": "LAK", "₮": "MNT", "៛": "KHR", "৳": "BDT", "﷼": "﷼", "¥": "¥", "￥": "¥",
    "$": "$", "＄": "$", "¢": "¢", "us$": "USD", "$us": "USD", "a$": "AUD", "au$": "AUD", "aud$": "AUD",
    "c$": "CAD", "ca$": "CAD", "can$": "CAD", "cdn$": "CAD", "cad$": "CAD", "nz$": "NZD", "hk$": "HKD",
    "hkd$": "HKD", "s$": "SGD", "sg$": "SGD", "nt$": "TWD", "nt": "TWD", "r$": "BRL", "mx$": "MXN",
    "mex$": "MXN", "$mn": "MXN", "ar$": "ARS", "$u": "UYU", "cl$": "CLP", "clp$": "CLP", "co$": "COP",
    "col$": "COP", "rd$": "DOP", "j$": "JMD", "tt$": "TTD", "usd$": "USD", "cn¥": "CNY", "jp¥": "JPY",
    "rmb": "CNY", "元": "CNY", "円": "JPY", "원": "KRW", "e£": "EGP", "£e": "EGP", "le": "EGP",
    "euro": "EUR", "euros": "EUR", "eu": "EUR", "dollar": "$", "dollars": "$", "pounds": "GBP",
    "rs": "Rs", "rupees": "Rs", "kr": "kr", "kn": "HRK", "zł": "PLN", "zl": "PLN", "kč": "CZK",
    "kc": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "руб": "RUB", "р": "RUB", "грн": "UAH",
    "tl": "TRY", "fr": "CHF", "sfr": "CHF", "r": "ZAR", "ksh": "KES", "kshs": "KES", "ush": "UGX",
    "tsh": "TZS", "rm": "MYR", "rp": "IDR", "s/": "PEN", "bs": "Bs", "b/": "PAB", "dh": "AED",
    "dhs": "AED", "sr": "SAR", "php₱": "PHP", "đ": "VND", "din": "RSD", "дин": "RSD", "q": "GTQ",
}  # fmt: skip
CURRENCIES = {code: code.upper() for code in ISO_CODES} | SIGNS
# A shared sign is the one of these that its column names, too.
SHARED_SIGNS = {
    "$": ("USD",),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "Rs": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "Bs": ("BOB", "VES"),
}
_UNIT_WORDS = {
    "pieces": """pcs pc pce pces piece pieces pièce pièces stk stck stück stueck stuck st ud uds unidad
        unidades unid un und unds pz pza pzas pezzo pezzi stuk stuks peça peças pç ea each unit units
        unità unité unités item items nos x \u00d7 шт""",
    "kg": "kg kgs kilo kilos kilogramm kilogram kilograms",
    "g": "g gr gramm gram grams grammes",
    "l": "l lt ltr liter liters litre litres litros",
    "ml": "ml",
    "cl": "cl",
    "cm": "cm",
    "mm": "mm",
    "km": "km kms",
    "lb": "lb lbs pounds",
    "oz": "oz",
    "hours": "h hr hrs hour hours std stunde stunden heure heures hora horas ore uur",
    "minutes": "min mins minute minutes minuten minutos minuti",
    "seconds": "sec secs second seconds sek sekunden",
    "days": "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen",
    "weeks": "week weeks woche wochen semaine semaines semana semanas settimane weken",
    "months": "month months monat monate monaten mois mes meses mese mesi maand maanden mês",
    "years": "yr yrs year years jahr jahre jahren an ans año años anno anni ano anos jaar",
    "%": "% percent prozent pct",
    "points": "pts pt points punkte",
    "kwh": "kwh",
    "m²": "m² qm sqm",
    "km²": "km²",
}
UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
CREDIT, DEBIT = "cr", "dr"


def is_certain_currency(token: str) -> bool:
    """Tell whether the token can be nothing but a currency, whatever its column is called."""
    return token in PLAIN_CODES | PLAIN_WORDS or (token in SIGNS and not token.isalpha())


def shown_currencies(codes: set[str]) -> dict[str, str]:
    """How each of a column's currencies is written: a shared sign is the code that stands beside it."""
    shown = {}
    for code in codes:
        named = [other for other in SHARED_SIGNS.get(code, ()) if other in codes]
        shown[code] = named[0] if len(named) == 1 else code
    return shown
