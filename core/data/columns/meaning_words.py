"""Words by which a column's name tells what it means, in the product's languages, in one place.

Each line holds patterns of one language, matched as whole words in names as `name_words` writes them
(lower case, no accents, parts of camel case apart).
"""

from collections.abc import Mapping

# What became of a customer: they left, answered, bought after all.
OUTCOME = (
    r"churn\w*|attrit\w*|exited|leaver|respon(?:se|ded|der)|convert(?:ed)?|conversion|subscribed|accepted"
    r"|outcome|renewed|lapsed|no ?show|cancell?ed|default payment|defaulted|(?:reservation|booking|order|deal) status",
    r"abgewandert|gekundigt|reagiert|antwort|geantwortet|gekauft|verlangert",
    r"resilie|reponse|converti|perdu",
    r"abandono|baja|respuesta|respondio|convertido|cancelado",
    r"abbandono|disdetta|risposta|convertito",
    r"opgezegd|reactie|geconverteerd|vertrokken",
    r"cancelou|resposta|convertido",
)
OUTCOME_ALONE = (
    r"(?:is |has )?(?:left|won|lost|target|label|y|outcome|revenue|bought|purchased?|buyer)",
)
EARLIER = (r"previous|prior|past|earlier|last|vorig\w*|fruher\w*|precedent\w*|anterior\w*",)

# Circumstances that are no trait of a customer: the economy, the calendar.
CONTEXT = (
    r"interest rate|euribor\w*|libor\w*|inflation|consumer (?:price|confidence)|cons (?:price|conf)|price (?:idx|index)"
    r"|conf(?:idence)? (?:idx|index)|unemployment|gdp|exchange rate|(?:nr|number|no) employed|emp(?:loyment)? var\w*"
    r"|weather|temperature|season|holidays?|special day|week ?day|day of (?:the )?(?:week|month)|quarter"
    r"|(?:arrival|arrival date|contact|call|survey|interview) ?(?:date )?(?:month|day|year|week number|day of month)",
    r"zinssatz|leitzins|arbeitslos\w*|wetter|temperatur|jahreszeit|feiertag|wochentag|wochenende",
    r"taux d interet|chomage|meteo|saison|jour ferie|jour de (?:la )?semaine",
    r"tipo de interes|tasa de interes|desempleo|inflacion|temporada|festivo|dia de la semana",
    r"tasso d interesse|disoccupazione|inflazione|stagione|festivo|giorno della settimana",
    r"rente|werkloosheid|inflatie|seizoen|feestdag|weekdag",
    r"taxa de juros|desemprego|inflacao|feriado|dia da semana",
)
CONTEXT_ALONE = (
    r"month|day|year|week|hour|(?:is )?weekend|monat|tag|jahr|woche|mois|jour|annee|semaine|mes|dia|ano|semana|mese|giorno"
    r"|anno|settimana|maand|dag|jaar",
)

PLACE = (
    r"lat(?:itude)?|lon(?:gitude)?|lng|city|town|state|region|county|country|province|district|territory|zone|area"
    r"|zip(?: ?code)?|postcode|postal ?code|address|neighbou?rhood|geography|location|continent|distance"
    r"|warehouse to home",
    r"stadt|ort|plz|postleitzahl|bundesland|land|gebiet|bezirk|breitengrad|langengrad|entfernung",
    r"ville|pays|departement|code postal|quartier",
    r"ciudad|pais|provincia|codigo postal|barrio|latitud|longitud",
    r"citta|paese|regione|cap|comune|latitudine|longitudine",
    r"stad|provincie|woonplaats|gemeente",
    r"cidade|estado|regiao|bairro|cep",
)

ATTITUDE = (
    r"satisf\w*|ratings?|nps|csat|scores?|feedback|reviews?|stars?|sentiment|opinion|attitude|importance|likel(?:y|ihood)"
    r"|agree\w*|trust|preference|interest(?:ed)? in|complain\w*|complaints?|risk|grade|engagement|engaged",
    r"zufrieden\w*|bewertung\w*|note|meinung|wichtigkeit|vertrauen|beschwerden?|interesse",
    r"satisfaction|avis|note|reclamations?|confiance|importance",
    r"satisfaccion|valoracion|puntuacion|quejas?|confianza|importancia|opinion",
    r"soddisfazione|valutazione|punteggio|reclami|fiducia|importanza",
    r"tevredenheid|beoordeling|klachten|vertrouwen|belang",
    r"satisfacao|avaliacao|pontuacao|reclamac\w*|confianca",
)

TIME = (
    r"tenure|recency|days? since|months? since|years? since|weeks? since|(?:months?|years?) on book|time since|membership (?:days|months|years|length)"
    r"|(?:customer|member|account|relationship|policy|client) (?:age|length|for|months|years|days|since)|lead time|pdays|vintage|days? between|gap"
    r"|(?:last|first) (?:order|purchase|visit|gift|donation|login|contact)|years? (?:with|as)|months? (?:with|as)|days inactive|inactive\w*",
    r"kundenjahre|tage seit|monate seit|jahre seit|vertragsdauer|mitglied seit|kunde seit|zugehorigkeit|letzter? (?:kauf|bestellung|besuch)",
    r"anciennete|jours depuis|mois depuis|derniere? (?:achat|commande|visite|don)",
    r"antiguedad|dias desde|meses desde|ultima? (?:compra|visita|pedido)",
    r"anzianita|giorni da|mesi da|ultimo (?:acquisto|ordine)",
    r"dagen sinds|maanden sinds|klantduur|laatste (?:aankoop|bestelling|bezoek)",
    r"dias desde|meses desde|antiguidade|ultima compra",
)

PERSON = (
    r"age|gender|sex|income|salary|wage|earnings|education\w*|degree|marital\w*|married|single|partner|spouse|family|famil\w* size"
    r"|household\w*|children|child|kids?|kid ?home|teen\w*|teen ?home|bab(?:y|ies)|adults?|dependents?|occupation|profession|job\w*|birth\w*|year birth|dob|senior\w*"
    r"|employees|headcount|industry|sector|company size|firm size|business type|ethnicity|nationality|language|student|retired"
    r"|home ?owner\w*|owns car|property owned|properties|wealth segment",
    r"alter|geschlecht|\w*einkommen|gehalt|bildung|familienstand|verheiratet|haushalt\w*|kinder\w*|beruf|geburts\w*|branche|mitarbeiter(?:zahl)?",
    r"sexe|revenu|salaire|etudes|situation familiale|foyer|enfants|metier|naissance|secteur|effectif",
    r"edad|sexo|genero|ingresos?|salario|educacion|estado civil|hogar|hijos|ocupacion|nacimiento|sector|empleados",
    r"eta|sesso|reddito|stipendio|istruzione|stato civile|famiglia|figli|professione|nascita|settore|dipendenti",
    r"leeftijd|geslacht|inkomen|salaris|opleiding|burgerlijke staat|huishouden|kinderen|beroep|geboorte\w*|bedrijfstak|werknemers",
    r"idade|renda|salario|escolaridade|filhos|profissao|nascimento|setor|funcionarios",
)

MONEY = (
    r"revenues?|sales|turnover|spend|spent|spending|expenditure|monetary|charges?|bill|billed|fees?|premiums?|donat\w*|gifts?|giving|given"
    r"|payments?|paid|amount|price|cost|balance|limit|credit|loan|debt|savings?|deposits?|investments?|assets|mrr|arr|arpu|acv|ltv|clv|cltv"
    r"|lifetime value|order value|basket|aov|claims? (?:amount|paid|cost)|cash ?back(?: amount)?|budget|contract value|deal value|adr|rate paid",
    r"\w*umsatz|ausgaben|\w*betrag|preis|kosten|saldo|kontostand|kredit|\w*beitrag|spenden?|pramie|rechnung",
    r"chiffre d affaires|depenses?|montant|prix|cout|solde|credit|prime|dons?|facture",
    r"gastos?|importe|monto|precio|coste|saldo|credito|prima|donac\w*|ventas|factura",
    r"spesa|importo|prezzo|costo|saldo|credito|premio|donazion\w*|fatturato",
    r"omzet|uitgaven|bedrag|prijs|kosten|saldo|krediet|premie|donatie\w*|giften",
    r"receita|gasto|valor|preco|custo|saldo|credito|premio|doac\w*|faturamento",
)

# Things that can be bought, by the group.
PRODUCT_GROUP = (
    r"wines?|beers?|spirits|drinks?|beverages?|coffee|tea|fruits?|vegetables?|meat\w*|fish\w*|seafood|poultry|milk|dairy|cheese|eggs|bread|bakery|grocer(?:y|ies)|frozen|fresh"
    r"|deli\w*|snacks?|sweets?|candy|chocolate|gold\w*|jewel\w*|fashion|cloth(?:es|ing)|apparel|shoes|footwear|accessor(?:y|ies)|books?|music|games?|toys?|electronics?"
    r"|computers?|phones|furniture|home ?(?:ware|decor)|garden|tools|hardware|beauty|cosmetics?|health|pharmacy|sports?|outdoor|detergents?(?: paper)?|paper|cleaning|household goods|pets? ?food"
    r"|stationery|office supplies|spa|food|food ?court|shopping ?mall|room service|vr ?deck|restaurant|dining|bar|excursions?|flights?|hotels?|tickets|insurance|upgrades?|licen[cs]es?|add ?ons?|services?",
    r"wein|bier|getranke|kaffee|obst|gemuse|fleisch|fisch|milch|kase|brot|lebensmittel|tiefkuhl\w*|sussigkeiten|schmuck|mode|kleidung|schuhe|bucher|spielzeug|elektronik|mobel|garten|werkzeug|kosmetik|sport|haushalt(?:swaren)?|papier",
    r"vins?|biere|boissons|cafe|fruits|legumes|viande|poisson|lait|fromage|pain|epicerie|surgeles|bijoux|mode|vetements|chaussures|livres|jouets|electronique|meubles|jardin|cosmetiques|sport",
    r"vino|cerveza|bebidas|cafe|frutas?|verduras?|carne|pescado|leche|queso|pan|comestibles|congelados|joyas|moda|ropa|zapatos|libros|juguetes|electronica|muebles|jardin|cosmetica|deportes",
    r"birra|bevande|caffe|frutta|verdura|pesce|latte|formaggio|pane|alimentari|surgelati|gioielli|abbigliamento|scarpe|libri|giocattoli|elettronica|mobili|giardino|cosmetici",
    r"wijn|bier|dranken|koffie|groente|vlees|vis|melk|kaas|brood|boodschappen|diepvries|sieraden|kleding|schoenen|boeken|speelgoed|elektronica|meubels|tuin",
    r"vinho|cerveja|legumes|peixe|leite|queijo|pao|mercearia|joias|roupas?|sapatos|livros|brinquedos|eletronicos|moveis|jardim",
)

# Counts of purchases, and how they are made up.
PURCHASES = (
    r"purchases?|orders?|transactions?|trx|invoices?|items?|units?|quantity|products?|baskets?|bookings?|trips?|stays?|policies|frequency|visits? to shop"
    r"|discounts?|coupons?|vouchers?|deals?|promotions?|returns?|returned|refunds?|categories|brands?|claims?|cancell?ations?|booking changes|points|miles|donations? count|gifts? count|cash advance",
    r"kaufe|einkaufe|bestellungen|anzahl|buchungen|rabatte?|gutscheine?|retouren|vertrage|haufigkeit",
    r"achats?|commandes?|articles?|reservations?|remises?|retours?|frequence",
    r"compras?|pedidos?|articulos?|reservas?|descuentos?|devoluciones|frecuencia",
    r"acquisti|ordini|articoli|prenotazioni|sconti|resi|frequenza",
    r"aankopen|bestellingen|artikelen|boekingen|kortingen|retouren|frequentie",
    r"compras|pedidos|itens|reservas|descontos|devolucoes|frequencia",
)

# How the product is used and paid for.
USAGE = (
    r"visits?|sessions?|logins?|log ?ins?|page ?views?|page values?|bounce\w*|exit rates?|clicks?|opens?|minutes?|hours?|duration|calls?|sms|messages?|data ?usage|gb|mb|usage|use"
    r"|contract|plan|tariff|subscription|package|internet\w*|streaming\w*|phone ?service|multiple lines|online \w+|tech ?support|device ?protection|paperless\w*|payment ?(?:method|mode)"
    r"|autopay|device|platform|browser|operating ?systems?|app|channel|traffic ?type|visitor ?type|nights?|meal|room\w*|deposit type|features?|seats|tickets|support tickets|products? held|active\w*|login device|product ?related|administrative|informational"
    r"|campaigns?|contacts?|contacted|newsletter|e ?mails?|cars?|vehicle|coverage|policy type|account type|card\w*|bikes?",
    r"besuche|anmeldungen|minuten|stunden|dauer|anrufe|nutzung|vertrag|tarif|zahlungs(?:art|weise)|gerat|kanal|nachte|paket",
    r"visites?|connexions?|minutes|heures|duree|appels?|contrat|forfait|abonnement|paiement|canal|nuits?",
    r"visitas|sesiones|minutos|horas|duracion|llamadas|contrato|plan|tarifa|metodo de pago|canal|noches",
    r"visite|sessioni|minuti|ore|durata|chiamate|contratto|piano|tariffa|metodo di pagamento|canale|notti",
    r"bezoeken|sessies|minuten|uren|duur|oproepen|contract|abonnement|betaalmethode|kanaal|nachten",
    r"visitas|sessoes|minutos|horas|duracao|chamadas|contrato|plano|forma de pagamento|canal|noites",
)

# Over what time money is told.
PERIODS: Mapping[str, tuple[str, ...]] = {
    "order": (r"per (?:order|transaction|visit|booking|purchase)|(?:average|avg|mean) (?:order|basket|purchase|transaction|ticket|gift|donation)\w*"
              r"|aov|je bestellung|pro bestellung|par commande|por pedido|per ordine|per bestelling",),
    "month": (r"monthly|per month|a month|mtl|monatlich\w*|monats\w*|pro monat|mensuel\w*|par mois|mensual\w*|al mes|mensile|al mese|maandelijks\w*|per maand|mensal|mrr|arpu",),
    "year": (r"annual\w*|yearly|per year|a year|arr|jahres\w*|jahrlich\w*|pro jahr|annuel\w*|par an|anual\w*|al ano|annuo|annua|annuale|jaarlijks\w*|per jaar|12 ?m(?:onths)?|last year|premium",),
    "lifetime": (r"total|lifetime|life time|ltv|clv|cltv|ever|cumul\w*|overall|all time|gesamt\w*|insgesamt|totale?s?|totaal|historic\w*",),
}  # fmt: skip

# Money that a customer brings, beside money that they have or owe.
BRINGS = (
    r"revenues?|sales|turnover|spend|spent|spending|expenditure|monetary|charges?|bill|billed|premiums?|donat\w*|gifts?|giving|given|purchases?|paid"
    r"|payments?|mrr|arr|arpu|acv|ltv|clv|cltv|lifetime value|order value|contract value|deal value|amount spent|total amount",
    r"\w*umsatz|ausgaben|\w*beitrag|spenden?|pramie|einkaufe",
    r"chiffre d affaires|depenses?|prime|dons?|achats",
    r"gastos?|prima|donac\w*|ventas|compras",
    r"spesa|premio|donazion\w*|fatturato|acquisti",
    r"omzet|uitgaven|premie|donatie\w*|giften|aankopen",
    r"receita|gasto|doac\w*|faturamento|compras",
)
NO_MONEY = (
    r"rates?|ratio|prc|percent\w*|pct|share|scores?|index|idx|hours?|minutes?|days?|weeks?|months? (?:since|on)|counts?|cnt|trx|numbers?|num|nb"
    r"|frequency|freq|type|method|mode|status|growth|increase|hike|change|points?|miles|level|category|code|stunden|minuten|tage|anzahl|haufigkeit|anteil"
    r"|heures|jours|nombre|horas|dias|numero|ore|giorni|uren|dagen|aantal",
)

# Values of a column of countries.
COUNTRIES = frozenset(
    """united kingdom, uk, great britain, england, germany, deutschland, france, frankreich, spain,
    spanien, españa, italy, italien, italia, portugal, netherlands, belgium, switzerland, schweiz,
    austria, österreich, poland, sweden, norway, denmark, finland, ireland, eire, greece, czech
    republic, hungary, romania, turkey, russia, ukraine, united states, usa, us, canada, mexico,
    méxico, brazil, brasil, argentina, chile, colombia, peru, australia, new zealand, japan, china,
    india, south korea, singapore, hong kong, indonesia, thailand, vietnam, philippines, malaysia,
    israel, egypt, south africa, nigeria, kenya, morocco, saudi arabia, united arab emirates,
    allemagne, espagne, italie, royaume uni, suisse, belgique, alemania, francia, reino unido, gb, de,
    fr, es, it, nl, be, ch, at, pl, se""".replace("\n    ", " ").split(", ")
)
