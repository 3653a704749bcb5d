//! What rules mean, as bytes: a list of fields for each type of the model, in the order of its files.

use super::codec::{Reader, Saved, Writer, choices, fields};
use crate::model::{
    AsPublished, Band, Bands, Benchmark, BoundExpr, Bounds, Circumstance, Combination, Condition, ConditionKind, Connective, Definition,
    DefinitionValue, Direction, Effect, Enumeration, Expr, ExprKind, Fact, Factor, FactorRow, FactorTest, Factors, Field, Fine, FineAmount,
    FineForm, Group, Growth, HitPolicy, Item, Kind, Measure, MixedRule, Modality, NamedRange, Operator, Outcome, Penalty, PenaltyKind,
    PeriodFamily, Procedure, Property, RangeBase, RangeRule, Record, RootKind, RoundingRule, RuleSetVersion, Sanction, SeveralRule, Side,
    StatutoryRange, Tier, TierOrigin, TierTest, Type,
};

fields! {
    // set.rs
    RuleSetVersion {
        name, version, issuer, effective, expires, rounding, levels, digest, source, closure, benchmarks, circumstances, procedures,
        range_rule, name_span,
    }
    RoundingRule { step, rounding }

    // fact.rs
    Enumeration { name, ordered, members, span }
    Record { name, fields, span }
    Fact { key, field }
    Field { name, ty, bounds, optional, direction, note, span }

    // mod.rs, kind.rs
    Definition { name, value, span }
    Kind { name, parent, root, span }

    // benchmark.rs
    Benchmark {
        name, set, conduct, breaches, basis, example, as_published, refines, applies, statutory, hit, tiers, common, factors, facts,
        definitions, name_span, span,
    }
    AsPublished { property, reason, span }
    StatutoryRange { base, named, span }
    NamedRange { name, measures, span }
    Tier { name, test, applies, measures, basis, note, example, origin, span }
    Factors { factors, floor, cap, benchmark, span }
    Factor { name, weight, rows, span }
    FactorRow { test, ratio, span }

    // sanction.rs
    Measure { condition, target, sanction, span }
    Group { connective, alternatives }
    Penalty { kind, span }
    Fine { form, amount, growth, floor, cap, usual }
    Growth { fact, beyond, step, add, part_counts }

    // condition.rs
    Condition { kind, span }
    Item { label, condition }
    Bounds { lower, upper }
    BoundExpr { value, closure }
    Expr { kind, ty, span }

    // circumstance.rs
    Circumstance { name, set, basis, modality, effects, condition, only_for, name_span, span }
    RangeRule { name, set, basis, base, bands, upper_only, combination, span }
    Bands { mitigate, lighten, ordinary, aggravate }
    Combination { several_lighten, several_aggravate, mixed }
    Procedure { name, set, basis, severity, condition, must, message, suggestion, name_span, span }
}

choices! {
    Property { 0 Complete, 1 Disjoint, 2 Live, 3 Bounded, 4 Monotone, 5 Seamless, 6 Scored, 7 Refines, 8 Clear }
    Type {
        0 Boolean, 1 Integer(unit), 2 Number, 3 Money, 4 Ratio, 5 Multiple, 6 Quantity(unit), 7 Period(family), 8 Date, 9 Text,
        10 Category(id), 11 List(id),
    }
    PeriodFamily { 0 Days, 1 WorkingDays, 2 Months }
    Direction { 0 GreaterIsGraver, 1 LesserIsGraver }
    DefinitionValue { 0 Condition(condition), 1 Expr(expr) }
    RootKind {
        0 Order, 1 Substitute, 2 Transfer, 3 Referral, 4 Warning, 5 Criticism, 6 Fine, 7 ConfiscateGains, 8 ConfiscateProperty,
        9 SuspendPermit, 10 LowerQualification, 11 RevokePermit, 12 RestrictBusiness, 13 SuspendBusiness, 14 CloseBusiness,
        15 RestrictOccupation, 16 Detention,
    }

    HitPolicy { 0 Unique, 1 First, 2 Gravest, 3 Collect }
    TierTest { 0 When(condition), 1 Otherwise(span) }
    TierOrigin { 0 Block, 1 Row(row), 2 Cell(row, column), 3 Implied }
    FactorTest { 0 When(condition), 1 Otherwise }

    Sanction nested { 0 Waive, 1 Groups { first, groups } }
    Connective { 0 And, 1 MayAnd, 2 EitherOrBoth }
    Modality { 0 Shall, 1 May }
    PenaltyKind { 0 Fine(fine), 1 Other { kind, period, usual }, 2 Nested(sanction) }
    FineForm { 0 Fixed, 1 Range, 2 Multiple, 3 Ratio, 4 PerUnit, 5 Formula, 6 Score }
    FineAmount { 0 Bounds(bounds), 1 ByScore }

    ConditionKind nested {
        0 Constant(value), 1 Fact(id), 2 Element(field), 3 Definition(id), 4 Not(inner), 5 All(items), 6 Any(items),
        7 AtLeast(count, items), 8 Except(base, exception), 9 Compare(value, bounds), 10 Equals { value, among, negated },
        11 Member { value, among }, 12 Present(id, wanted), 13 ElementPresent(field, wanted), 14 Contains(value, part), 15 Imposes(kind),
    }
    ExprKind nested {
        0 Constant(value), 1 Fact(id), 2 Element(field), 3 Definition(id), 4 Binary(operator, left, right), 5 Larger(all), 6 Smaller(all),
        7 ElapsedDays(from, to), 8 YearsOfAge(birth, on), 9 Shift(date, side, period), 10 Count { list, filter },
        11 Sum { list, field, filter }, 12 FactorScore(benchmark), 13 Outcome(outcome),
    }
    Outcome { 0 FineAmount, 1 ConfiscatedAmount }
    Operator { 0 Add, 1 Subtract, 2 Multiply, 3 Divide }
    Side { 0 Before, 1 After }

    Effect { 0 Waive, 1 Mitigate, 2 Lighten, 3 Aggravate }
    RangeBase { 0 Tier, 1 Statutory }
    Band { 0 Spread(range), 1 BelowLower, 2 OfLower(range), 3 OfUpper(range) }
    SeveralRule { 0 Band, 1 Bound }
    MixedRule { 0 Whole, 1 Ordinary }
}
