"""Words beside numbers: units, in the product's languages, and multiples."""

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
# Words beside an amount that say how many zeros it has.
MULTIPLES = {
    word: zeros
    for zeros, words in {
        3: "k k€ k$ k£ tsd tsd€ tsdeur t€ teur keur kusd",
        6: "m m€ m$ mio mio€ mioeur mn mln meur",
        9: "bn mrd mrd€",
    }.items()
    for word in words.split()
}
