//! What the invented people are made of.

pub(super) struct Country {
    pub(super) first: &'static [&'static str],
    pub(super) last: &'static [&'static str],
    /// Country code.
    pub(super) code: &'static str,
    /// What mobile numbers begin with, without the zero.
    pub(super) mobile: &'static [&'static str],
    /// Digits after that.
    pub(super) digits: usize,
}

impl Country {
    /// The last name as this first name bears it: Polish ones follow the gender.
    pub(super) fn last_name(&self, first: &str, last: &str) -> String {
        match last.strip_suffix("ki") {
            Some(stem) if self.code == "+48" && first.ends_with('a') => format!("{stem}ka"),
            _ => last.to_owned(),
        }
    }
}

/// Germany first: the salon stands there.
pub(super) const COUNTRIES: [Country; 4] = [GERMANY, NETHERLANDS, POLAND, ITALY];

const GERMANY: Country = Country {
    first: &[
        "Anna", "Sabine", "Jürgen", "Käthe", "Lukas", "Mia", "Björn", "Sophie", "Jörg", "Lena",
        "Günther", "Hannah", "Uwe", "Änne", "Stefan", "Zoë", "Ute", "Florian", "Marlene",
        "Thomas", "Bärbel", "Emilia", "Rüdiger", "Paula", "Sören", "Franziska", "Dörte",
        "Andreas", "Claudia", "Petra", "Heike", "Birgit", "Monika", "Karin", "Susanne", "Martina",
        "Nicole", "Julia", "Katrin", "Melanie", "Christian", "Michael", "Matthias", "Tobias",
        "Anja", "Silke", "Ursula", "Gisela", "Renate", "Hildegard", "Leonie", "Clara", "Ayşe",
        "Mehmet", "Elif", "Svetlana", "Olga", "Ioana",
    ],
    last: &[
        "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer", "Wagner", "Becker",
        "Schulz", "Hoffmann", "Schäfer", "Koch", "Bauer", "Richter", "Klein", "Wolf", "Schröder",
        "Neumann", "Schwarz", "Zimmermann", "Braun", "Krüger", "Hofmann", "Hartmann", "Lange",
        "Schmitt", "Werner", "Schmitz", "Krause", "Meier", "Lehmann", "Schmid", "Schulze",
        "Maier", "Köhler", "Herrmann", "König", "Walter", "Mayer", "Huber", "Kaiser", "Fuchs",
        "Peters", "Lang", "Scholz", "Möller", "Weiß", "Jung", "Hahn", "Schubert", "Vogel",
        "Friedrich", "Keller", "Günther", "Frank", "Berger", "Winkler", "Roth", "Beck", "Lorenz",
        "Baumann", "Franke", "Albrecht", "Schuster", "Simon", "Ludwig", "Böhm", "Winter", "Kraus",
        "Martin", "Schumacher", "Krämer", "Vogt", "Stein", "Jäger", "Otto", "Sommer", "Groß",
        "Seidel", "Heinrich", "Brandt", "Haas", "Schreiber", "Graf", "Dietrich", "Ziegler",
        "Kuhn", "Kühn", "Pohl", "Engel", "Horn", "Busch", "Bergmann", "Thomas", "Voigt", "Sauer",
        "Arnold", "Wolff", "Pfeiffer", "von der Heide", "Bäuerle", "Großmann", "Yılmaz", "Öztürk",
    ],
    code: "+49",
    mobile: &["151", "157", "160", "162", "170", "171", "172", "175", "176", "179"],
    digits: 8,
};

const NETHERLANDS: Country = Country {
    first: &[
        "Sanne", "Daan", "Femke", "Joost", "Anouk", "Ruben", "Noëlle", "Thijs", "Fleur",
        "Maarten", "Liesbeth", "IJsbrand", "Renée", "Cornelis", "Desirée", "Wouter", "Marieke",
        "Esther", "Ingrid", "Monique", "Jan", "Pieter", "Willem", "Kees", "Saskia", "Linda",
        "Wilma", "Emma", "Lotte", "Roos", "Bram", "Sven",
    ],
    last: &[
        "de Vries", "van den Berg", "Jansen", "van Dijk", "Bakker", "van der Meer", "IJzerman",
        "Smit", "de Groot", "Dijkstra", "ter Horst", "Coërs", "van 't Hof", "Mulder", "de Jong",
        "Visser", "Meijer", "Bos", "Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker",
        "Brouwer", "de Wit", "de Graaf", "van der Linden", "Kok", "Jacobs", "de Haan", "Vermeulen",
        "van den Heuvel", "van der Veen", "van den Broek", "de Bruijn", "Schouten", "van Beek",
        "Willems", "van Vliet", "Hoekstra",
    ],
    code: "+31",
    mobile: &["61", "62", "63", "64", "65"],
    digits: 7,
};

const POLAND: Country = Country {
    first: &[
        "Katarzyna", "Łukasz", "Małgorzata", "Paweł", "Agnieszka", "Michał", "Żaneta", "Wojciech",
        "Zofia", "Grzegorz", "Bożena", "Stanisław", "Krzysztof", "Jadwiga", "Anna", "Maria",
        "Barbara", "Ewa", "Elżbieta", "Krystyna", "Teresa", "Joanna", "Magdalena", "Monika",
        "Danuta", "Piotr", "Andrzej", "Tomasz", "Marcin", "Marek", "Jakub", "Zuzanna",
    ],
    last: &[
        "Nowak", "Kowalski", "Wiśniewski", "Wójcik", "Kowalczyk", "Kamiński", "Lewandowski",
        "Dąbrowski", "Zieliński", "Szymański", "Woźniak", "Kozłowski", "Jankowski", "Mazur",
        "Kwiatkowski", "Wojciechowski", "Krawczyk", "Kaczmarek", "Piotrowski", "Grabowski",
        "Pawłowski", "Michalski", "Król", "Wieczorek", "Jabłoński", "Wróbel", "Nowakowski",
        "Majewski", "Olszewski", "Stępień", "Malinowski", "Jaworski", "Adamczyk", "Dudek",
        "Nowicki", "Pawlak", "Górski", "Witkowski", "Walczak", "Brzęczyszczykiewicz", "Śliwiński",
        "Żak", "Łuczak",
    ],
    code: "+48",
    mobile: &["501", "602", "603", "693", "788"],
    digits: 6,
};

const ITALY: Country = Country {
    first: &[
        "Giulia", "Niccolò", "Chiara", "Matteo", "Noè", "Francesca", "Lorenzo", "Alessia",
        "Davide", "Serena", "Giosuè", "Martina", "Emanuele", "Benedetta", "Maria", "Anna",
        "Giuseppina", "Rosa", "Angela", "Sara", "Laura", "Valentina", "Elena", "Marco", "Luca",
        "Andrea", "Giovanni", "Antonio", "Salvatore", "Aurora",
    ],
    last: &[
        "Rossi", "Russo", "Ferrari", "D'Angelo", "Esposito", "Bianchi", "De Luca", "Conti",
        "Dell'Acqua", "Lo Giudice", "Cantù", "Mancini", "Della Rovere", "Forlì", "Romano",
        "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo", "Costa", "Giordano", "Rizzo",
        "Lombardi", "Moretti", "Barbieri", "Fontana", "Santoro", "Mariani", "Rinaldi", "Caruso",
        "Ferrara", "Galli", "Martini", "Leone", "Longo", "Gentile", "Martinelli", "Vitale",
    ],
    code: "+39",
    mobile: &["320", "328", "333", "347", "389"],
    digits: 7,
};

/// What stylists write down.
pub(super) const NOTES: &[&str] = &[
    "Farbe 7/43 und 8/3, eins zu eins, 6 %, 35 Minuten.",
    "Empfindliche Kopfhaut, vorher Patch-Test.",
    "Balayage: Ansatz 6/0, Längen 9/16 und 10/8.",
    "Zehn Minuten Puffer einplanen.",
    "Espresso ohne Zucker.",
    "Verträgt kein PPD.",
    "Gel natural, mandelförmig, Länge 2.",
    "Graag een stoel bij het raam.",
    "Tylko SMS, nie dzwonić.",
    "Preferisce la mattina presto.",
];
