//! The one table of codes. Append-only: a code is never renamed, reused or given another meaning.

use super::{Origin, Severity};

/// What the table says of a code.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code, such as `D-007`.
    pub code: &'static str,
    /// The severity it lists; a rule over many items may report one grade lower.
    pub severity: Severity,
    /// What the rule rests on.
    pub origin: Origin,
    /// When it is reported, in a few words.
    pub title: &'static str,
    /// Why it matters and what to do.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $severity:ident, $origin:ident, $title:literal, $explanation:literal;)*) => {
        $(pub(crate) static $name: CodeInfo = CodeInfo {
            code: $code,
            severity: Severity::$severity,
            origin: Origin::$origin,
            title: $title,
            explanation: $explanation,
        };)*

        static ALL: &[&CodeInfo] = &[$(&$name,)*];
    };
}

/// Every code, in the order of the table.
///
/// ```
/// assert!(isms_core::codes().iter().any(|info| info.code == "D-001"));
/// ```
pub fn codes() -> &'static [&'static CodeInfo] {
    ALL
}

/// What a code means, or `None` for one the table does not have.
///
/// ```
/// let info = isms_core::explain("D-007").unwrap();
/// assert_eq!(info.title, "unknown member");
/// assert!(isms_core::explain("D-999").is_none());
/// ```
pub fn explain(code: &str) -> Option<&'static CodeInfo> {
    ALL.iter().find(|info| info.code == code).copied()
}

codes! {
    D_001 = "D-001", Error, Format, "syntax error",
        "The text is not JSON (or YAML). Reading stops at the first such place, since what follows cannot be trusted.";
    D_002 = "D-002", Error, Format, "not UTF-8",
        "Documents are UTF-8. Convert the file; the position is the first byte that is not.";
    D_003 = "D-003", Error, Format, "document too large",
        "The text is longer than the limit. The limit is an option of the reader.";
    D_004 = "D-004", Error, Format, "nested too deep",
        "Objects and arrays are nested deeper than the limit. The limit is an option of the reader.";
    D_005 = "D-005", Error, Format, "too many items",
        "A collection has more items than the limit. The limit is an option of the reader.";
    D_006 = "D-006", Error, Format, "duplicate member",
        "An object has the same member twice, so one of the two would be lost. Ids are members, so this is also a duplicate id.";
    D_007 = "D-007", Error, Format, "unknown member",
        "The format has no such member here. Correct the name, or ask the reader to preserve unknown members.";
    D_008 = "D-008", Error, Format, "missing member",
        "The format demands this member.";
    D_009 = "D-009", Error, Format, "wrong type",
        "The value has another type than the format demands, such as a number in place of a text.";
    D_010 = "D-010", Error, Format, "unknown word",
        "The value is not one of the words of a closed vocabulary.";
    D_011 = "D-011", Error, Format, "not an id",
        "Ids start with an ASCII letter or digit and hold letters, digits, `.`, `_` and `-`, at most 128 bytes.";
    D_012 = "D-012", Error, Format, "not a reference",
        "References into frameworks are written `framework:entry`, such as `iso27001-2022:A.5.1`.";
    D_013 = "D-013", Error, Format, "not a date",
        "Dates are civil dates of ISO 8601: `2026-03-31`.";
    D_014 = "D-014", Error, Format, "not a number",
        "Numbers are finite decimals of at most 28 digits without exponent; counts are whole and not negative.";
    D_015 = "D-015", Error, Format, "not an amount of money",
        "Amounts are written with their currency, `EUR 50000.00`, with no more digits than the currency has.";
    D_016 = "D-016", Error, Format, "dangling id",
        "The id names nothing in its collection.";
    D_017 = "D-017", Error, Format, "depends on itself",
        "Nothing can depend on itself. Cycles through other assets are legal.";
    D_018 = "D-018", Error, Format, "unknown format version",
        "The member `isms` (`isms_pack` in a pack) names the version of the format: `\"1\"`.";
    D_019 = "D-019", Error, Format, "list with a repeated or missing entry",
        "A list names the same thing twice, or is empty where at least one entry is needed.";
    D_020 = "D-020", Error, Format, "YAML feature that is not read",
        "Anchors, aliases, tags, several documents in one text and keys that are not texts are not read.";
    D_021 = "D-021", Error, Format, "unquoted YAML value where a text is expected",
        "YAML reads this value as a number, a truth value or null, which may lose characters (3.10 becomes 3.1). Put it in quotes.";
    // Catalogue and references.
    K_001 = "K-001", Minor, Consistency, "unknown framework",
        "The reference names a framework the catalogue does not have. Correct the slug, or load the framework.";
    K_002 = "K-002", Minor, Consistency, "unknown entry",
        "The framework has no such entry. The nearest known id is named as help.";
    K_003 = "K-003", Minor, Consistency, "entry of another edition",
        "The id exists, but in another edition of the framework. What it became is named as help.";
    K_004 = "K-004", Observation, Consistency, "label fits another entry",
        "What the writer calls the entry fits another entry of the framework far better. One of the two is a slip.";
    K_005 = "K-005", Observation, Consistency, "not the name of the theme",
        "The theme is called otherwise in this edition.";
    K_006 = "K-006", Observation, Consistency, "range with strangers",
        "Some entries of the range are about something else than its label.";
    K_007 = "K-007", Observation, Consistency, "framework not loaded",
        "The slug is that of a framework the catalogue does not hold, so the reference was not checked.";
    K_008 = "K-008", Minor, Consistency, "not a range",
        "A range runs from one entry of a framework to a later one of the same framework and kind.";
    K_010 = "K-010", Error, Format, "unknown set of claims",
        "The catalogue has no set of claims of this name. The nearest known one is named as help.";
    K_011 = "K-011", Error, Format, "not a relation",
        "The word is none of those NIST IR 8477, OSCAL, SKOS or CISO Assistant use for the relation of two entries. The nearest known word is named as help.";
    K_012 = "K-012", Error, Format, "derivation too large",
        "More pairs of entries are related, or more steps are needed, than the limits allow. The limits are options of the derivation.";
    K_013 = "K-013", Error, Consistency, "proof does not hold",
        "A step of the proof does not follow from the steps and claims it names. Either the claims have changed since, or the proof was altered.";
    K_014 = "K-014", Error, Consistency, "claims of two frames",
        "Two publishers need not mean the same by the same entries, so nothing follows from claims of both unless their frames are declared equal.";
    K_015 = "K-015", Error, Consistency, "already there",
        "The catalogue has a framework, a step between editions or a set of claims of this name. A pack adds and never replaces; titles and texts may be laid over a framework that is there.";
    K_016 = "K-016", Error, Consistency, "unknown parent or successor",
        "The entry names another of its framework that is not there. The nearest known id is named as help.";
    K_017 = "K-017", Error, Consistency, "parents in a circle",
        "Each of the entries belongs to the next, and the last to the first. The members are named.";
    K_018 = "K-018", Error, Format, "too much for a pack",
        "The framework has too many entries, the set too many claims, or the claim too many entries on one side. The limits are stated with `Catalogue::with`.";
    K_019 = "K-019", Error, Format, "not a text in one line",
        "A label, a name, an edition, a version, a licence, a publisher, a frame or a strength is one line of text and not empty. Longer texts belong to `text`, `notice` or `note`.";
    K_020 = "K-020", Error, Consistency, "became without being withdrawn",
        "Only an entry that was withdrawn went to another, and only another edition can follow on an edition.";
    K_021 = "K-021", Error, Consistency, "not the pinned pack",
        "The digest of the pack is another than the one it was pinned to, so it was changed after somebody looked at it. Review the change and pin the new digest.";
    // Sets of claims (`mapping/lint.rs`).
    K_030 = "K-030", Minor, Consistency, "claim on an entry that was taken back",
        "The owner of the framework withdrew, revoked or deprecated the entry. Make the claim on what it became.";
    K_031 = "K-031", Minor, Consistency, "trailing zero lost",
        "A spreadsheet that takes ids for numbers turns 3.10 into 3.1, which is another entry. The claim stands where the longer id would, or fits it better, and the set has no id that ends in a zero.";
    K_032 = "K-032", Observation, Consistency, "claim made twice",
        "The same ends are claimed again. Counted twice they would weigh double.";
    K_033 = "K-033", Minor, Consistency, "claims of one publisher exclude each other",
        "Two relations that cannot both hold are claimed of the same two ends, in one direction or the other. Nothing can be derived from the two.";
    K_034 = "K-034", Minor, Consistency, "entry related to itself otherwise than equal",
        "An entry holds what it holds. One of the two ids is probably a slip.";
    K_035 = "K-035", Observation, Consistency, "links of parents repeated for every leaf",
        "Most leaves of one parent carry the same links, as when a tool expands what was said of the parent. The number of claims then overstates what was judged.";
    K_036 = "K-036", Minor, Consistency, "set composed of two others",
        "Its pairs are those of two other sets one after the other, or those of one in other numbers. It is no second opinion; a composition is derived when it is needed and need not be kept.";
    K_037 = "K-037", Minor, Consistency, "copy or inverse of another set",
        "Where both speak, the two sets have the same pairs. They are one voice.";
    K_038 = "K-038", Minor, Consistency, "sets of two publishers agree more than independent ones do",
        "People who map the same two frameworks apart from each other agree in a third to a half of the pairs. More than nine tenths points to a common origin that neither names.";
    K_039 = "K-039", Observation, Consistency, "two directions of one publisher differ",
        "A relation that holds from a to b holds, turned round, from b to a. What stands in one direction alone was forgotten in the other, or dropped there.";
    K_040 = "K-040", Observation, Consistency, "one word on every claim",
        "All claims have the same relation, or the same strength. Most likely an import filled it in and nobody judged; read the relation as not given.";
    K_041 = "K-041", Minor, Consistency, "strength off the scale",
        "The strength is not on the scale the set declares, or the set mixes two scales. Strengths of different scales are not comparable.";
    K_042 = "K-042", Observation, Consistency, "group as an end of a claim",
        "A family, a function or a heading stands for all that belongs to it. The claim holds for the group; it does not follow for each member.";
    K_043 = "K-043", Minor, Consistency, "claim that nothing supports",
        "Frameworks that connect the ends of nearly all other claims of the set do not connect these, and connect the source with a target that is more like it. The target is probably a slip.";
    // Suggestions (`mapping/suggest.rs`).
    K_050 = "K-050", Error, Format, "too many pairs to score",
        "Suggestions compare every entry of one framework with every entry of the other, all in memory. The two are too large for that; the limit is `MAX_PAIRS`.";
    M_001 = "M-001", Error, OwnMethod, "levels of two scales",
        "Levels of different scales have no common order. Declare a translation between the methods.";
    Q_001 = "Q-001", Error, Consistency, "two currencies",
        "Amounts of two currencies cannot be added without a rate and a date.";
    Q_002 = "Q-002", Error, Consistency, "result out of range",
        "The result does not fit 64-bit minor units or 28 decimal digits.";
    Q_003 = "Q-003", Minor, OwnMethod, "stated annual loss differs",
        "The annual loss written in the register is not the single loss times the annual rate. Both are kept; correct one.";
    Q_004 = "Q-004", Minor, OwnMethod, "share of a loss out of range",
        "A control takes away a share of a loss between 0 and 1, or adds one down to -1. More than 1 is not used; with a share below -1 the loss is not known.";
    Q_005 = "Q-005", Minor, OwnMethod, "effect on a loss that is not stated",
        "The control acts on the loss of the risk, but the risk states none, so the effect changes nothing. State the loss of one event and how often it comes.";
    Q_006 = "Q-006", Minor, OwnMethod, "negative loss",
        "A loss and how often it comes are not negative. The loss is not used, and the sums of its currency are left out. A profit is no risk; what a control adds to a loss is a share below 0.";
    Q_007 = "Q-007", Minor, OwnMethod, "annual loss out of range",
        "The annual loss of the risk, as stated or with its controls, does not fit 64 bits of minor units. It is not known, and the sums of its currency are left out.";

    // Translations between methods, and what is read through them (`risk/translation.rs`, `risk/rollup.rs`).
    M_030 = "M-030", Minor, OwnMethod, "translation leaves levels out",
        "A risk at such a level cannot be read in the other method. Say what the level corresponds to.";
    M_031 = "M-031", Minor, OwnMethod, "translation turns levels round",
        "A higher level of one method is read as a lower one of the other, so the worse risk would look the better. The translation is not applied.";
    M_032 = "M-032", Minor, OwnMethod, "translation names a level its method does not have",
        "The entry has no effect. Correct the name, or add the level to the scale of the method.";
    M_033 = "M-033", Minor, OwnMethod, "translation of another version",
        "It was judged for another version of one of the two methods. It is not applied until somebody has judged it again.";
    M_034 = "M-034", Minor, OwnMethod, "two translations for the same methods",
        "Both hold, and nothing says which counts, so neither is applied. Keep one.";
    M_035 = "M-035", Observation, OwnMethod, "method translated to itself",
        "The levels of a method need no translation to be read in it. One of the two ids is probably a slip.";
    M_040 = "M-040", Minor, OwnMethod, "exposure above tolerance",
        "A risk that belongs to the enterprise risk has a level above the tolerance, even with the plan carried out. Where the plan brings all of them below, it is an observation.";
    M_041 = "M-041", Minor, OwnMethod, "members not comparable",
        "Risks that belong to the enterprise risk cannot be read in its method, so its exposure is only a lower bound. Assess them, or declare a translation.";
    M_042 = "M-042", Minor, OwnMethod, "enterprise risk without tolerance",
        "Without a tolerance on the scale of its method nothing says how much exposure is too much.";
    M_043 = "M-043", Observation, OwnMethod, "enterprise risk without members",
        "No risk of the register belongs to it, so its exposure is not known.";

    // Risk methods (`risk/lint.rs`).
    C6_1_2_02 = "C6.1.2-02", Major, Consistency, "risk criteria incomplete",
        "A likelihood and a consequence have no level, or nothing follows from a level. A risk that lands there cannot be evaluated. Fill the cell or say what follows.";
    C6_1_2_03 = "C6.1.2-03", Minor, Consistency, "risk criteria fall where they should rise",
        "A point that is more likely, or worse, has a lower level than another. Treatment may then seem to raise a risk. Correct the table.";
    G_09 = "G-09", Observation, Consistency, "scale inconsistent in itself",
        "The numbers a scale declares do not rise with its levels.";
    M_002 = "M-002", Minor, OwnMethod, "method names a level its scale does not have",
        "The entry has no effect. Correct the name, or add the level to the scale.";
    M_003 = "M-003", Minor, OwnMethod, "nobody may retain risks of a level",
        "The level can be retained with approval, or must be treated and may still remain, but the method names nobody who may accept it.";
    M_004 = "M-004", Observation, OwnMethod, "level that is never reached",
        "No likelihood and consequence give this level.";
    M_005 = "M-005", Minor, OwnMethod, "higher level with a weaker disposition",
        "The higher the level, the more should follow: retain, retain with approval, treat, refuse.";
    M_006 = "M-006", Minor, OwnMethod, "bands out of order",
        "Bands are written from the lowest on, each with a value of its own. They are read in the order of their values; two that begin at one value and name two levels give none.";
    M_007 = "M-007", Major, OwnMethod, "product or sum without ratings",
        "Levels are an order. They are multiplied or added only where their scale declares a rating for each; without it a risk has neither score nor level.";
    M_008 = "M-008", Minor, OwnMethod, "row of a matrix too long",
        "The row has more cells than the scale has consequences; the last ones have no effect.";
    M_009 = "M-009", Minor, OwnMethod, "higher need implies a lower consequence",
        "The more an asset is needed, the worse its loss. Correct the table.";
    M_010 = "M-010", Minor, OwnMethod, "method too large to tabulate",
        "The factors of an axis have more than 10,000 combinations of levels, so the axis never follows from them. Take coarser scales or fewer factors.";
    M_011 = "M-011", Observation, OwnMethod, "factor that nothing follows from",
        "The method declares a factor, but neither axis follows from it. Judging it changes nothing.";
    M_012 = "M-012", Minor, OwnMethod, "axis judged beside its factors",
        "The method derives the axis from factors, and some are judged, so the likelihood or consequence that was written as well is not used. Remove one of the two.";
    M_013 = "M-013", Error, Format, "no such method ships",
        "The name is not that of a method file that comes with the library. The nearest known name is given as help.";
    M_014 = "M-014", Error, Format, "another method or scale of that id",
        "A method file would replace a method or scale that says something else. Give your own another id, or leave the file out.";
    M_015 = "M-015", Minor, OwnMethod, "weight that changes nothing",
        "Weights multiply the ratings of a sum. Beside a matrix or a product, or for a factor the axis does not follow from, a weight is not used: remove it, or take a sum.";
    // Values of assets (`need/worth.rs`).
    M_020 = "M-020", Minor, OwnMethod, "worth or degree out of range",
        "A worth is not negative, and a degree of dependency lies between 0 and 1. The number is not used, and no value it would enter is complete.";
    M_021 = "M-021", Minor, OwnMethod, "worth runs in a cycle",
        "Values that add up would count themselves again on every round of a cycle. What is in the cycle or below it is a lower bound only. Break the cycle with a degree of 0, describe its members as one asset, or ask for the highest value in place of the sum.";
    M_022 = "M-022", Minor, OwnMethod, "instance of an instance",
        "An instance has the own need of its object as written there, and not what that object has from another. Name the object itself.";
    // B: the boundary to other languages.
    B_001 = "B-001", Error, Format, "argument missing",
        "A pointer that must point at something is NULL. Nothing was done.";
    B_002 = "B-002", Error, Format, "argument not UTF-8",
        "Texts cross the boundary as UTF-8. The message names the argument and the first byte that is not.";
    B_003 = "B-003", Error, Format, "argument too long",
        "The stated length is larger than any text in memory can be; most likely a negative number was converted.";
    B_004 = "B-004", Error, Format, "internal fault",
        "A fault of the engine was stopped at the boundary. Handles are unharmed. Please report it with the message.";
    B_005 = "B-005", Error, Format, "unknown name",
        "The name of a format, of a collection or of a code is not one the engine knows. Names are case-sensitive.";
    B_006 = "B-006", Error, Format, "option out of range",
        "The option counts something: it is a whole number from 0 up.";

    // Rules of conformity, by clause (`conformity/`).
    C4_1_01 = "C4.1-01", Major, Normative, "external or internal issues missing",
        "The ISMS starts from the issues of its context, those from outside and those from inside. Record at least one of each kind.";
    C4_1_02 = "C4.1-02", Minor, Normative, "climate change not determined",
        "Since Amendment 1:2024 the organisation determines whether climate change is a relevant issue. Yes and no both answer it; silence does not.";
    C4_1_03 = "C4.1-03", Observation, Practice, "issue not reviewed for a year",
        "Context changes. An issue nobody has looked at for more than a year, or for which no review is recorded, may no longer describe the organisation.";
    C4_1_04 = "C4.1-04", Observation, Consistency, "issue nothing answers",
        "An issue is relevant because something follows from it: name the risk, requirement, control, policy or objective that takes it up.";
    C4_2_01 = "C4.2-01", Major, Normative, "no interested party",
        "Without interested parties there is nothing to derive requirements from.";
    C4_2_02 = "C4.2-02", Minor, Normative, "interested party without requirement",
        "A party is interested because it requires something that matters to information security. Record what, or drop the party.";
    C4_2_03 = "C4.2-03", Minor, Normative, "requirement without decision",
        "For each requirement the organisation decides whether the ISMS addresses it. An open decision counts as none.";
    C4_2_04 = "C4.2-04", Minor, Consistency, "addressed requirement that nothing addresses",
        "The requirement is said to be addressed, but no control, policy, objective or treated risk does so.";
    C4_2_05 = "C4.2-05", Minor, Consistency, "legal or contractual requirement without a place in the Statement of Applicability",
        "Either the control on legal and contractual requirements (A.5.31) is excluded although there are such requirements, or an addressed one is no control's reason.";
    C4_3_01 = "C4.3-01", Major, Normative, "no approved scope",
        "The scope is documented information: a statement, and who approved it when.";
    C4_3_02 = "C4.3-02", Major, Normative, "scope not built on context, requirements and interfaces",
        "The scope considers the issues, the requirements of interested parties, and the interfaces and dependencies with others. At least one of the three is empty.";
    C4_3_03 = "C4.3-03", Minor, Consistency, "dependency crosses the boundary without an interface",
        "An asset inside depends on one outside or of a supplier, or the other way round, and no interface of the scope covers the pair.";
    C4_3_04 = "C4.3-04", Minor, Consistency, "process inside uses an asset outside",
        "A process of the scope uses an asset that is excluded or a supplier's, and no interface names that asset.";
    C4_3_05 = "C4.3-05", Major, Consistency, "exclusion takes out what primary assets cannot do without",
        "Information or a process inside depends on an excluded asset that no redundancy spares and no interface names, so the scope does not hold together.";
    C4_3_07 = "C4.3-07", Observation, Practice, "exclusion without reason",
        "A reader of the scope will ask why this is left out.";
    C4_4_01 = "C4.4-01", Minor, Normative, "processes or their interactions missing",
        "Since 2022 the ISMS names the processes it needs and how they interact. A process that interacts with none stands alone.";
    C5_1_01 = "C5.1-01", Major, Normative, "no top management",
        "Some role must be top management, held by somebody who has not left.";
    C5_2_01 = "C5.2-01", Major, Normative, "no information security policy established by top management",
        "The policy of clause 5.2 needs a named approver who is top management, and a date.";
    C5_2_02 = "C5.2-02", Minor, Normative, "policy lacks content",
        "The policy contains objectives or a frame for them, and two commitments: to satisfy requirements and to improve continually.";
    C5_2_03 = "C5.2-03", Minor, Normative, "policy not communicated",
        "The policy is communicated inside and available to interested parties. Record how.";
    C5_2_04 = "C5.2-04", Observation, OwnMethod, "policy review overdue",
        "The day on which the organisation wanted to look at the policy again has passed.";
    C5_3_01 = "C5.3-01", Major, Normative, "duties not assigned",
        "Two duties must be assigned: that the ISMS conforms, and that its performance is reported to top management.";
    C5_3_02 = "C5.3-02", Minor, Consistency, "role that answers for something is not staffed",
        "The role has duties or owns something, but nobody holds it or the holder has left.";
    C5_3_04 = "C5.3-04", Minor, Consistency, "operator verifies the own control",
        "The person who operates a control also showed that it is effective. Let somebody else verify it.";
    C6_1_2_01 = "C6.1.2-01", Major, Normative, "no complete risk criteria",
        "A method states the acceptance criteria (what follows from each level) and the criteria for performing assessments (when they are made).";
    C6_1_2_04 = "C6.1.2-04", Minor, OwnMethod, "risk off its method",
        "The risk uses a value that is not on the scale of its method, or was assessed with another version of it. The value is kept but nothing is computed from it.";
    C6_1_2_05 = "C6.1.2-05", Minor, Normative, "risks not comparable",
        "Open risks are assessed with several methods or versions, and no translations that hold read all of them in one method.";
    C6_1_2_07 = "C6.1.2-07", Major, Normative, "high need that no risk covers",
        "A primary asset needs much in a dimension, yet no open risk that affects this dimension concerns it or anything it depends on.";
    C6_1_2_08 = "C6.1.2-08", Minor, Normative, "risk without dimension",
        "A risk to information security threatens confidentiality, integrity or availability (or a further dimension). Say which.";
    C6_1_2_09 = "C6.1.2-09", Major, Normative, "risk without owner",
        "Each risk has an owner, who approves its treatment and accepts what remains.";
    C6_1_2_10 = "C6.1.2-10", Minor, Consistency, "owner of a risk not staffed",
        "The role that owns the risk is held by nobody, or its holder has left.";
    C6_1_2_11 = "C6.1.2-11", Major, Normative, "risk not analysed",
        "Likelihood, consequence or level is missing, or cannot be used. A risk that is not analysed is not known to be acceptable.";
    C6_1_2_12 = "C6.1.2-12", Major, OwnMethod, "stated level or score differs from the computed one",
        "The register says something else than its method gives, and no override explains it. Both are kept; correct one.";
    C6_1_2_13 = "C6.1.2-13", Major, Normative, "risk not evaluated",
        "The level of the risk was not compared with the acceptance criteria: it is not known, or the method says nothing of it.";
    C6_1_2_14 = "C6.1.2-14", Observation, Practice, "judgement without basis",
        "Nobody can repeat a judgement whose basis is not written down.";
    C6_1_2_15 = "C6.1.2-15", Observation, Practice, "register does not tell risks apart",
        "Nearly all risks stand in one cell of the matrix, or one axis never varies, so the levels carry little information.";
    C6_1_2_16 = "C6.1.2-16", Minor, Consistency, "consequence below the need of the assets",
        "The method's table turns the needs of the affected assets into a higher consequence than was judged, and no basis of the judgement is written.";
    C6_1_2_17 = "C6.1.2-17", Minor, Consistency, "assessment stale",
        "The effective needs the judgement stood on have changed since. Assess the risk again.";
    C6_1_3_01 = "C6.1.3-01", Major, Normative, "risk above acceptance without treatment option",
        "The level does not meet the acceptance criteria and nobody has decided what to do about it.";
    C6_1_3_02 = "C6.1.3-02", Major, Normative, "modify without control",
        "The option is to modify the risk, but no control is determined.";
    C6_1_3_03 = "C6.1.3-03", Major, Consistency, "retained above acceptance without acceptance record",
        "What remains does not meet the acceptance criteria, is retained, and nobody has put the acceptance on record.";
    C6_1_3_04 = "C6.1.3-04", Minor, Consistency, "avoided activity still there",
        "The risk was to be avoided by giving something up. The day has passed and it is still there, or it is not said what and by when.";
    C6_1_3_05 = "C6.1.3-05", Minor, Consistency, "share without counterparty or agreement",
        "A risk is shared with somebody, by an agreement. Name both.";
    C6_1_3_06 = "C6.1.3-06", Major, Normative, "comparison with Annex A incomplete",
        "The Statement of Applicability decides on each of the 93 controls of Annex A.";
    C6_1_3_07 = "C6.1.3-07", Major, Normative, "no approved Statement of Applicability",
        "There is none, or nobody has approved it yet.";
    C6_1_3_08 = "C6.1.3-08", Major, Normative, "necessary control missing from the Statement of Applicability",
        "A treatment or an addressed requirement makes the control necessary, but the statement does not decide on it.";
    C6_1_3_09 = "C6.1.3-09", Minor, Normative, "inclusion without justification",
        "The control is included, but no reason is written and none follows from treatments or requirements.";
    C6_1_3_10 = "C6.1.3-10", Minor, Consistency, "orphan control",
        "The control is included, but no risk and no requirement needs it and no good practice is given as the reason.";
    C6_1_3_11 = "C6.1.3-11", Minor, Normative, "inclusion without implementation status",
        "The statement says of each included control whether it is implemented. No status is written and no own control gives one.";
    C6_1_3_12 = "C6.1.3-12", Major, Normative, "exclusion without justification",
        "Every excluded control of Annex A needs a justification.";
    C6_1_3_13 = "C6.1.3-13", Major, Consistency, "excluded control in use",
        "The control is excluded, yet a treatment or an addressed requirement needs it, or an own control that implements it is in place.";
    C6_1_3_14 = "C6.1.3-14", Minor, Consistency, "exclusion contradicted by the facts",
        "The control is excluded although the document describes what the control is for.";
    C6_1_3_15 = "C6.1.3-15", Minor, Consistency, "stated as implemented, but nothing implements it",
        "The statement says implemented; the own controls that implement the control do not exist or are not all in place.";
    C6_1_3_16 = "C6.1.3-16", Minor, Consistency, "necessary control that nobody is going to implement",
        "The control is included and not fully implemented, and no treatment that names it has an action with an owner and a due date.";
    C6_1_3_17 = "C6.1.3-17", Major, Normative, "no treatment plan",
        "There is no treatment decision at all.";
    C6_1_3_18 = "C6.1.3-18", Major, Normative, "plan not approved by the owner of the risk",
        "The owner of the risk approves its treatment plan. Nobody did yet, or somebody else did.";
    C6_1_3_19 = "C6.1.3-19", Major, Normative, "residual risk not accepted",
        "What remains after treatment does not meet the acceptance criteria and nobody has accepted it.";
    C6_1_3_20 = "C6.1.3-20", Minor, Consistency, "accepted without authority",
        "The acceptance names nobody, or somebody who neither owns the risk nor may retain a risk of this level.";
    C6_1_3_21 = "C6.1.3-21", Minor, OwnMethod, "acceptance no longer counts",
        "The acceptance has ended or not begun, or what it stood on has changed, or the residual level is above the accepted one.";
    C6_1_3_22 = "C6.1.3-22", Minor, OwnMethod, "acceptance above the criteria without reason",
        "The method asks to treat or to refuse a risk of this level. Accepting it is an exception that needs a reason; a refused one cannot be accepted.";
    C6_1_3_23 = "C6.1.3-23", Minor, Consistency, "residual below current without a control",
        "The level is expected to fall, but no treatment of the risk names a control, shares or avoids it.";
    C6_1_3_24 = "C6.1.3-24", Minor, Consistency, "level rises without explanation",
        "The current level is above the inherent one, or the residual above the current one, and neither an adverse effect nor an override explains it.";
    C6_1_3_25 = "C6.1.3-25", Minor, Consistency, "control credited before it is in place",
        "The stated current level is lower than the controls in place allow, and a control that is only planned acts on the risk.";
    C6_1_3_26 = "C6.1.3-26", Minor, OwnMethod, "treatment action overdue",
        "The due date has passed and the action is not done.";
    C6_1_3_28 = "C6.1.3-28", Observation, Consistency, "reference of an old edition, or mislabelled",
        "The statement uses an id of the 2013 edition, or a title that belongs to another control.";
    C6_2_01 = "C6.2-01", Major, Normative, "no objectives",
        "The ISMS has information security objectives at relevant functions and levels.";
    C6_2_02 = "C6.2-02", Minor, Normative, "objective incomplete",
        "An objective follows the policy, can be measured (or says why not), takes requirements or risks into account, and is monitored and communicated.";
    C6_2_03 = "C6.2-03", Minor, Normative, "plan of an objective incomplete",
        "A plan says what is done, with what, by whom, by when, and how the result is evaluated.";
    C6_2_05 = "C6.2-05", Observation, Practice, "objective due without result",
        "The day it should have been reached has passed and no result is recorded.";
    C8_1_03 = "C8.1-03", Major, Normative, "important supplier not controlled",
        "Something of high need depends on the supplier, but there is no agreement with it, no review of it and no control on what it provides.";
    C8_2_01 = "C8.2-01", Major, Normative, "assessment overdue",
        "The day by which the risk was to be assessed again has passed.";
    C8_3_01 = "C8.3-01", Major, Normative, "treatment plan not implemented",
        "More than three tenths of the actions are overdue, or none is begun.";
    G_01 = "G-01", Observation, Consistency, "dependency cycle",
        "Assets depend on each other. That is legal and computed, but all of them fail together and need the same.";
    G_02 = "G-02", Minor, Normative, "asset without owner",
        "Somebody is accountable for each asset.";
    G_03 = "G-03", Minor, Consistency, "primary asset without valuation",
        "Needs start at primary assets. Where one is not valued in a dimension, everything it depends on is known only from below.";
    G_04 = "G-04", Minor, OwnMethod, "need lowered without reason, or against another value",
        "An override sets the need below the derived one without a ground, or was decided against a derived need that has changed since.";
    G_05 = "G-05", Observation, Practice, "supporting asset that supports nothing",
        "No primary asset depends on it, so it inherits no need. A dependency may be missing.";
    G_06 = "G-06", Minor, Consistency, "capability below need",
        "What the asset can do, given what it depends on, is worse than what is required of it.";
    G_11 = "G-11", Minor, Consistency, "dates out of order",
        "Something is dated before what must have come first.";
    G_12 = "G-12", Minor, OwnMethod, "level off its scale",
        "The name is not a level of the scale it belongs to. It is kept as written, and nothing that depends on it counts as complete.";
    G_13 = "G-13", Observation, OwnMethod, "residual level above the target",
        "The plan does not reach the level the owner aims at.";
    // Reports.
    R_001 = "R-001", Error, Format, "unknown report",
        "There is no report of this name, or the report is not written in this format. The message names what there is.";
    R_002 = "R-002", Error, Format, "arguments do not fit the report",
        "A report that takes arguments has them behind its name, each after a blank.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_one_line() {
        let mut seen = std::collections::BTreeSet::new();
        for info in codes() {
            assert!(seen.insert(info.code), "{} twice", info.code);
            assert!(!info.title.contains('\n') && !info.explanation.is_empty());
        }
    }
}
