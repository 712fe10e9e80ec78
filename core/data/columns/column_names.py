"""Roles that a column's name speaks for, in the words of shop, bank and survey files of seven
languages."""

import re
import unicodedata

from core.model import Role

PERSON = (
    r"(?:customers?|custs?|clients?|clt|clientes?|clienti?|kund(?:e|en|in)|kd|klant(?:en)?|shoppers?|users?"
    r"|members?|subscribers?|buyers?|households?|visitors?|accounts?|nutzer|benutzer|mitglied(?:er|s)?"
    r"|utilisateurs?|membres?|abonnes?|acheteurs?|usuarios?|miembros?|socios?|utent[ei]|acquirent[ei]"
    r"|kauf?er|kaeufer|gebruikers?|patients?|guests?|konto|comptes?|patrons?|borrowers?|entleiher|ausleiher"
    r"|debitor(?:en)?|debtors?|auftraggeber|besteller|mandant(?:en)?|opdrachtgevers?|debiteur(?:en)?|adherents?|abonnent(?:en)?"
    r"|spender|donateurs?|donatori?|teilnehmer|gast|gaste|sold to(?: party)?|bill to(?: party)?"
    r"|donors?|constituents?|reviewers?|attendees?|participants?|policy ?holders?|card ?holders?"
    r"|zahlungspflichtiger|zahler|payer|klienci|klienta?|nabywca|kontrahent|musteri|kund|kunder|asiakas)"
)
_ORDER = (
    r"(?:invoices?|orders?|receipts?|transactions?|trans|txns?|baskets?|bills?|tickets?|purchases?|sales?"
    r"|rechnungs?|bestell(?:ungs?|ungen)?|auftrags?|belegs?|bons?|kassenbons?|kaufs?|transaktions?|factures?"
    r"|commandes?|achats?|ventes?|pedidos?|facturas?|compras?|ventas?|fattur[ae]|ordin[ei]|scontrin[io]|recib[oi]s?|transacao|transacoes"
    r"|transaccion(?:es)?|transazion[ei]|transactie"
    r"|acquisti?|vendit[ae]|faturas?|encomendas?|bestel(?:ling(?:en)?)?|factuur|cupom fiscal"
    r"|zamowieni[ae]|faktur[ay]?|paragonu?|siparis|fatura|fis|bestallnings?|ordre)"
)
# Documents that are an order where nothing else is.
_BOOKING = (
    r"(?:deals?|opportunit(?:y|ies)|bookings?|reservations?|payments?|charges?|checkouts?|carts?|quotes?"
    r"|buchungs?|zahlungs?|reservas?|paiements?|pagos?|pagament[oi]|boekings?|reservering(?:en)?)"
)
# People who are customers where a column is their key; alone, these words mean something else.
_OTHER_PERSON = (
    r"(?:contacts?|leads?|persons?|persona|profiles?|respondents?|cardholders?|policy ?holders?|donors?"
    r"|passengers?|players?|students?|readers?|reviewers?|authors?|kontakte?s?|personen|personnes?)"
)
_PRODUCT = (
    r"(?:products?|produkt(?:e|s)?|produits?|productos?|prodott[io]|produtos?|(?:line ?)?items?|articles?"
    r"|artikels?|articulos?|articol[io]|artigos?|stock|materials?|ware|waren|goods|sku|asin|clothing|garment)"
)
_KEY = (
    r"(?:ids?|no|nr|nro|nbr|num|number|nummern?|codes?|key|kennung|identifier|identifiant|identificador"
    r"|numero|codigo|codice|uuid|guid|ref|hash|sk|n)"
)
_LEADING_KEY = r"(?:id|n|nr|no|num|numero|numer|codigo|codice|code|identifiant|identificador|ref)"
_WAREHOUSE_KEY = r"(?:key|clave|cle|sk|fk)"  # as in a fact table: "KeyCliente"
OF = r"(?:(?:de|du|del|della|des|di|do|da|la|le|el|l|d|der|van|vom|of|the|cliente) )*"
_MONEY = (
    r"(?:amount|amt|total|subtotal|revenues?|sales|turnover|spend|spent|spending|expenditure|monetary"
    r"|payment|charges?|paid|ltv|clv|gmv|mrr|arr|dollars?|\w*umsatz|\w*umsatze|\w*betrag|\w*summe|gesamt\w*|\w*wert"
    r"|ausgaben|montant|chiffre d affaires|ca|depenses?|importes?|montos?|ventas?|gastos?|import[io]"
    r"|totale|fatturato|spesa|valor|valore|bedrag|omzet|totaal|faturamento|receita"
    r"|kwota|wartosc|suma|tutari?|toplam|belopp|summa|belob|kesto)"
)

FIRST_NAME = r"\b(?:first|given|fore) ?names?\b|^forename$|^fname$|\bvorname\b|\bprenom\b|^voornaam$"
LAST_NAME = (
    r"\b(?:last|family|sur) ?name\b|^surname$|^lname$|\b(?:nach|familien)name\b|\bnom de famille\b"
    r"|\bapellidos?\b|\bcognome\b|\bachternaam\b|\bsobrenome\b"
)
# "Number of orders" counts what "order number" names.
_COUNTED = re.compile(
    r"^(?:num|no|nb|n|number|anzahl|nombre|numero)(?: (?:of|de|di|der|do|van))?(?: \w+)* \w*"
    r"(?:s|ungen|elle|kaufe|ordini|acquisti|vendite|articoli|prodotti|fatture)$"
)
# Parts of what was paid, which are never all of it.
_MONEY_PART = re.compile(
    r"\b(?:discounts?|rabatt\w*|remise|descuento|sconto|desconto|korting|tax(?:es)?|vat|gst|mw ?st|u ?st|tva|iva|btw"
    r"|shipping|freight|versand\w*|livraison|envio|spedizione|frete|verzend\w*|fees?|gebuhr\w*|tips?|gratuity"
    r"|trinkgeld|refund\w*|erstatt\w*|surcharge|commission|porto|handling|cash ?back)\b"
)
# What an amount is with or without, as in "total (incl. tax)": it says nothing of what the amount is.
_TAX = r"(?:sales )?(?:tax(?:es)?|vat|gst|mw ?st|u ?st|tva|iva|btw|shipping|versand|discounts?|rabatt\w*|livraison|refunds?|fees?)"
_BASIS = re.compile(
    rf"\b(?:incl?|including|inclusive(?: of)?|excl?|ex|excluding|exclusive(?: of)?|before|after|without|with"
    rf"|less|net of|inkl|inklusive|exkl|exklusive|ohne|mit|vor|nach|zzgl|abzgl|hors|avec|sans|con|sin|antes de|senza|com|sem|zonder|met"
    rf"|inclusief|exclusief) {_TAX}\b"
    r"|\b(?:mw ?st|u ?st|tva|iva|btw|vat|tax) (?:incl?\w*|comprise?|excl?\w*|esclus\w*|no incl\w*|nao incl\w*)\b"
)
MAYBE_MONEY = 4  # how surely a name means money that may as well count: "Purchase"
# (pattern, how surely it says so). Names are matched as `name_words` writes them.
_ROLE_PATTERNS: dict[Role, tuple[tuple[str, int], ...]] = {
    "id": (
        (rf"\b{PERSON} ?(?:unique |account )?{_KEY}\b|\b{_LEADING_KEY} ?{OF}{PERSON}\b", 9),
        (rf"\b{_OTHER_PERSON} ?(?:unique )?(?:ids?|key|kennung|identifier|uuid|guid|sk)\b", 8),
        (rf"^{PERSON}$", 6),
        (rf"^{_WAREHOUSE_KEY} (?!accounts?\b|konto\b|comptes?\b){PERSON}$", 6),
        (r"^(?:顧客|会員|お客様)(?:番号|id|名)?$", 9),
        (
            r"\b(?:loyalty|bonus|kunden|member(?:ship)?)? ?(?:cc|card|karten?|kundenkarten?|carte|tarjeta|carta|kaart) ?"
            r"(?:no|nr|num|number|nummer|id|numero)\b|\b(?:loyalty|membership) (?:id|no|nr|number)\b"
            r"|^(?:card|karte|carte|tarjeta|carta|kaart|cartao|kundenkarte|bonuskarte|klantenkaart|carta fedelta|(?:loyalty|member) ?card"
            r"|(?:n |no |nr |num |numero )?(?:de |da |do |di )?(?:carte (?:de )?fidelite|tarjeta (?:de )?(?:cliente|socio|fidelidad|puntos)"
            r"|cartao (?:de )?(?:cliente|fidelidade)|carta fedelta))$",
            4,
        ),
        (
            r"\b(?:user ?name|nutzername|benutzername|nom d utilisateur|nombre de usuario|gebruikersnaam)\b",
            4,
        ),
        (r"^(?:id|uuid|guid|identifier|kennung|pk|recordid|record id)$", 3),
        (r"\w ?(?:id|uuid|guid)$|^id \w", 1),
    ),
    "order": (
        (rf"\b{_ORDER} ?{_KEY}\b|\b{_LEADING_KEY} ?{OF}{_ORDER}\b", 9),
        (rf"\b{_BOOKING} ?{_KEY}\b|\b{_LEADING_KEY} ?{OF}{_BOOKING}\b", 7),
        (
            r"^(?:invoice|order|receipt|transaction|basket|bill|ticket|rechnung|bestellung|auftrag|beleg)$",
            6,
        ),
        (
            r"^(?:bon|kassenbon|facture|commande|pedido|factura|fattura|ordine|scontrino|fatura|factuur|\w*beleg(?:feld)?(?: \d)?"
            r"|(?:注文|受注|伝票|取引)(?:番号|id|no)|cupom fiscal|reservierung|buchung|booking|reservation|zamowienie|paragon|siparis|encomenda)$",
            6,
        ),
    ),
    "product": (
        (rf"\b{_PRODUCT} ?{_KEY}\b|\b{_LEADING_KEY} ?{OF}{_PRODUCT}\b", 9),
        (r"^(?:sku|ean|upc|isbn|asin|gtin)\b|\b(?:sku|isbn|gtin)$|\bart ?(?:nr|no|nummer|num|id)\b", 9),
        (rf"^{_PRODUCT}$", 6),
        (rf"^{_WAREHOUSE_KEY} {_PRODUCT}$", 6),
        (rf"\b{_PRODUCT} ?(?:names?|title|description|bezeichnung|nom|nombre|nome|beschreibung)\b", 5),
        (
            rf"\b(?:nom|nombre|nome|description|descripcion|descrizione|designation) {OF}{_PRODUCT}\b",
            5,
        ),
        (r"^商品(?:名|番号|id)?$", 6),
        (r"^(?:description|beschreibung|bezeichnung|designation|descripcion|descrizione|libelle)$", 2),
    ),
    "date": (
        (rf"\b{_ORDER} ?(?:date|datum|time|timestamp|datetime|day|tag)\b", 9),
        (rf"\b(?:date|fecha|data|datum) {OF}{_ORDER}\b|\bpurchase timestamp\b", 9),
        (
            r"^(?:date|datum|fecha|data|time|timestamp|date ?time|day|tag|jour|dia|giorno|zeit|tarihi?|dato)$",
            6,
        ),
        (r"^(?:注文|購入|受注|売上|取引)?日(?:付|時)?$", 8),
        (r"^(?:ordered|placed|purchased|sold) (?:at|on)$", 8),
        (
            r"^(?:(?:bestellt|gekauft|verkauft) am|(?:achete|vendu|commande) le|(?:comprado|vendido|pedido) (?:el|em)"
            r"|(?:acquistato|venduto|ordinato) il|(?:besteld|verkocht|gekocht) op)$",
            8,
        ),
        (r"^created(?: (?:at|on|utc|time))?$|^erstellt am$|^cree le$|^creado el$", 6),
        (r"date|datum|fecha|\bdata\b|timestamp|^(?:paid|processed) (?:at|on)$", 3),
    ),
    "quantity": (
        (
            r"\b(?:quantity|quantities|qty|qte|quantite|quant|\w*menge|stu(?:e)?ck(?:zahl)?|anzahl|cantidad)\b",
            8,
        ),
        (
            r"\b(?:cant|unidades|quantita|qta|pezzi|units?|pieces?|pcs|hoeveelheid|aantal|quantidade|qtd)\b",
            8,
        ),
        (
            r"^(?:数量|個数)$|\b(?:number of|no of|num|nb|n) (?:items|units|products|pieces|articles)\b|\bitem count\b",
            8,
        ),
    ),
    "unit_price": (
        (
            r"^単価$|\bunit ?(?:price|cost|value)\b|\bprice (?:per|each)\b|\b(?:einzel|stu(?:e)?ck)preis\b",
            9,
        ),
        (r"\b(?:prix|precio|prezzo|preco|prijs) (?:unit\w*|pro|par|per|por)\b", 9),
        (r"\b(?:prices?|\w*preise?|prix|precios?|prezz[oi]|precos?|prijs|\w+prijs)\b", 6),
    ),
    "amount": (
        (r"\b(?:ext|extended) (?:price|amount|total|value)\b", 9),
        (r"\b(?:line|order|invoice|net|gross|grand|item) (?:total|amount|value|sales|revenue)\b", 9),
        (r"\btotal (?:price|amount|sales|value|spent|spend|revenue|charges|paid|ttc|ht)\b", 9),
        (r"\bgesamt\w*|^(?:合計|購入|注文|請求|税込|支払|売上)?金額$|^合計$|^売上高?$", 9),
        (r"\b(?:price|prix|precio|prezzo|preco) tot\w*\b|\b(?:precio|prezzo|prix) final\w*\b", 9),
        (
            r"\b(?:total|totale|montant|importe|importo|monto|valore?) (?:prix|precio|prezzo|totale?)\b",
            9,
        ),
        (rf"\b{_MONEY}\b|^value$|^(?:net|netto|gross|brutto|neto|bruto|netto|lordo)$", 7),
        (r"^(?:purchase|einkauf|achat|compra|acquisto|aankoop)$", MAYBE_MONEY),
        (r"^(?:eur|euros?|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|aud|cad|brl|mxn|inr)$", 5),
        (
            r"\b(?:order|transaction|purchase|basket|cart|customer|lifetime|payment|deal|contract|opportunity|booking) values?\b",
            7,
        ),
    ),
    "country": (
        (r"^(?:\w+ )?(?:country|pais|paese|staat|nation|land)(?: (?:code|name|iso))?$", 8),
        (r"^iso country\b", 8),
        (r"^(?:pays|land|nationality|geography|pays \w+|\w+ pays|lander)$", 6),
    ),
    "latitude": ((r"^(?:\w+ )?(?:lat|latitude|latitud|latitudine|breite|breitengrad)$", 8),),
    "longitude": (
        (r"^(?:\w+ )?(?:lon|lng|long|longitude|longitud|longitudine|la(?:e)?nge|la(?:e)?ngengrad)$", 8),
    ),
    "label": (
        (r"^(?:y|label|target|class|klasse|ziel|zielvariable|cible|etiqueta|etichetta|objetivo)$", 9),
        (
            r"^(?:(?:is|has|customer|kunde) )?(?:churn|churned|exited|attrition|attrited|left)"
            r"(?: (?:flag|label|value|yn|status|y n|1 0))?$",
            8,
        ),
        (
            r"^(?:outcome|response|responded|converted|conversion|purchased?|bought|subscribed|buyer)$",
            7,
        ),
        (r"^(?:loan status|credit risk|(?:is )?fraud|(?:is )?defaulted|bad (?:loan|credit))$", 7),
        (r"^(?:abgewandert|gekundigt|gekauft|abbandono|abandono|resilie|default payment.*)$", 7),
    ),
    "category": (
        (
            r"\b(?:channel|region|browser|os|operating ?systems?|type|code|segment|group|category)s?\b",
            5,
        ),
        (r"\bclass(?:es)?\b", 5),
        (
            r"\b(?:status|store|shop|branch|zone|area|state|city|zip|postal|postcode|plz|department|dept)\b",
            5,
        ),
        (
            r"\b(?:gender|sex|education|marital|job|occupation|cluster|platform|device|source|medium)\b",
            5,
        ),
        (
            r"\b(?:brand|plan|tier|mode|method|warehouse|territory|district|province|county|cohort|traffic)\b",
            5,
        ),
        (
            r"\b(?:\w*kanal|filiale|gebiet|bundesland|abteilung|\w*gruppe|kategorie|geschlecht|art|typ)\b",
            5,
        ),
        (
            r"\b(?:stadt|ort|canal|magasin|boutique|categorie|sexe|ville|departement|groupe|canale|negozio)\b",
            5,
        ),
        (
            r"\b(?:regione|categoria|sesso|genero|sexo|tienda|ciudad|citta|zona|provincia|grupo|tipo|regiao)\b",
            5,
        ),
    ),
}

_NOT_MONEY = re.compile(
    r"\b(?:rates?|ratio|prc|percent\w*|pct|prozent|share|anteil|scores?|costs?|kosten|idx|index|days?|tage?|hours?"
    r"|stunden?|minutes?|minuten|seconds?|weeks?|months?|years?|counts?|ct|cnt|numbers?|num|nb|anzahl|nombre"
    r"|frequenc\w*|freq|haufigkeit|avg|average|mean|std|rank|types?|category|codes?|ids?|date|method|status"
    r"|currency|reps?|person|channel|team|region|territory|office|manager|growth|change|chng|hike|increase"
    r"|delays?|terms?|sequen\w*|instal\w*|requests?|visits?|clicks?|views?|calls?|logins?|sessions?|points?|punkte|nights?|stays?"
    r"|quantity|qty|pieces?|units?|margins?|profits?|budget|target|forecast|quota|limits?|bal|balances?|saldo|rewards?|vouchers?"
    r"|coupons?|bonus)\b"
)
# Behind "total" these are counted, unless the name also says money.
_COUNTED_TOTAL = re.compile(
    r"\b(?:total|gesamt\w*|totale?s?|sum|summe)\b.*\b(?:orders?|purchases|transactions?|trans|trx|items?|products?"
    r"|bookings?|invoices?|bestellungen|kaufe|commandes|achats|pedidos|compras|ordini|acquisti|bestellingen"
    r"|trips|reviews?|children|adults|guests?|members?|customers?|users?|relationship|shipped|deliver\w*|recipients?"
    r"|e ?mails?|sent|opens?|clicks?|hours?|nights?|quantity|qty|units?|pieces?|positionen|stock)\b"
)
_SURELY_MONEY = re.compile(
    r"\b(?:amount|amt|revenues?|spend|spent|value|price|sales|paid|\w*betrag|\w*umsatz|montant|importe?|valor|bedrag)\b"
)
_VETOES: dict[Role, re.Pattern[str]] = {
    "amount": re.compile(
        rf"{_NOT_MONEY.pattern}|{_MONEY_PART.pattern}|^(?:sales?|selling) price$|^verkaufspreis$"
    ),
    "unit_price": re.compile(
        rf"{_NOT_MONEY.pattern.replace('|units?', '')}|{_MONEY_PART.pattern}"
        r"|\b(?:total\w*|gesamt\w*|line|ext|extended|tot)\b"
    ),
    "quantity": re.compile(r"\b(?:prices?|preis|prix|precio|prezzo|costs?|values?|amount|id|type)\b"),
    "date": re.compile(
        r"\b(?:birth\w*|dob|geburt\w*|naissance|nacimiento|nascita|ship\w*|deliver\w*|due|expir\w*)\b"
    ),
    "product": re.compile(
        r"\b(?:category|kategorie|type|group|line|brand|class|department|count|price|related)\b"
    ),
    "category": re.compile(
        r"\b(?:numbers?|num|nr|counts?|anzahl|nombre|nb|numero|totals?|amount|avg|days|rates?|scores?"
        r"|alter|years?)\b"
    ),
}


def name_words(name: str) -> str:
    """The name as lower-case words: "CustomerID", "customer_id" and "Customer-Id" are "customer id"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    parted = re.sub(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return " ".join(re.findall(r"[^\W_]+", parted.casefold()))


def role_hints(name: str) -> dict[Role, int]:
    """The roles that the name speaks for and how surely (1 to 9); empty where it says nothing."""
    words = name_words(name)
    hints: dict[Role, int] = {}
    for role, patterns in _ROLE_PATTERNS.items():
        if not _is_vetoed(role, words):
            surest = max((sure for pattern, sure in patterns if re.search(pattern, words)), default=0)
            hints |= {role: surest} if surest else {}
    return hints


def _is_vetoed(role: Role, words: str) -> bool:
    if role in ("amount", "unit_price"):
        words = _without_basis(words)
    if role in ("id", "order", "product") and _COUNTED.search(words):
        return True
    veto = _VETOES.get(role)
    counted = role == "amount" and _COUNTED_TOTAL.search(words) and not _SURELY_MONEY.search(words)
    return bool(counted or (veto and veto.search(words)))


def _without_basis(words: str) -> str:
    """The words of an amount's name without "incl. tax" and the like, where others are left."""
    return _BASIS.sub("", words).strip() or words


_GRADED = re.compile(
    r"\b(?:ratings?|grade|stars?|satisf\w*|level|rank|size|age|kids|children|nps|note"
    r"|nights|rooms|persons|adults|seats|tickets|nachte|personen|nuits|personnes|noches|personas|notti|persone|nachten"
    r"|noites|pessoas)\b"
)


def is_ordinal(name: str) -> bool:
    """Tell whether small whole numbers under this name are counts or grades rather than codes."""
    words = name_words(name)
    return bool(_GRADED.search(words) or _VETOES["category"].search(words))


def is_money_part(name: str) -> bool:
    """Tell whether the name means a part of what was paid: tax, shipping, a discount."""
    return _MONEY_PART.search(_without_basis(name_words(name))) is not None


def money_preference(name: str) -> int:
    """Rank of a money column among several (0 to 5): of a line, net, the whole, its parts, gross."""
    words = name_words(name)
    ranked = (
        r"\b(?:line|item|ext|extended|positions?|zeilen)\b",
        r"\b(?:net|netto\w*|neto|nett?e|liquido)\b",
        r"^(?!.*sub ?total).*(?:total|gesamt|grand|totale|totaal)",
        r"\bsub ?total|zwischensumme|sous total",
    )
    for rank, pattern in zip((5, 4, 3, 2), ranked, strict=True):
        if re.search(pattern, words):
            return rank
    return 0 if re.search(r"\b(?:gross|brutto\w*|brut|bruto|lordo)\b", words) else 1


_CURRENCY_NAME = re.compile(
    r"\b(?:currency|currencies|ccy|curr|fiat|(?:\w+)?wahrung\w*|waehrung\w*|devises?|monnaie|monedas?|divisas?|valuta|moedas?|munt(?:eenheid)?)\b"
)
_NOT_THE_CURRENCY = re.compile(
    r"\b(?:rates?|kurs|taux|tasa|cambio|presentment|count|number|id|symbol position)\b"
)


def is_currency_name(name: str) -> bool:
    """Tell whether a column of this name says what currency the money is in."""
    words = name_words(name)
    return bool(_CURRENCY_NAME.search(words)) and not _NOT_THE_CURRENCY.search(words)
