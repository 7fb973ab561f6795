"""The benchmark of checks: its claims can be read, and its figures are of what was checked."""

from __future__ import annotations

from collections import Counter

from benchmarks.grounding import cost_of, failures, read_claims, report
from qa import Label, check


def test_every_claim_of_the_open_half_that_needs_no_other_data_is_read() -> None:
    claims = read_claims("open", None)
    kinds = Counter(one.kind for one in claims)
    assert kinds["true"] > 100
    assert len(kinds) == 11
    for one in claims:
        assert (one.kind == "true") == (one.label is Label.SUPPORTED)
        for citation in one.evidence:
            assert citation.quote


def test_the_figures_count_what_was_caught_and_what_was_rejected() -> None:
    claims = read_claims("open", None)[:12]
    verdicts = [check(one.text, one.evidence) for one in claims]
    rows = "\n".join(report(claims, verdicts))
    true = sum(one.kind == "true" for one in claims)
    assert f"all corrupted            {len(claims) - true:5d}" in rows
    assert f"true, rejected           {true:5d}" in rows
    wrong = [row for row in failures(claims, verdicts) if row.startswith("o-")]
    assert len(wrong) == sum(
        v.is_supported != (one.kind == "true") for one, v in zip(claims, verdicts, strict=True)
    )


def test_most_wrong_claims_are_caught_and_few_true_ones_rejected() -> None:
    """As far as the open half goes, by which the rules were made: a floor, not a measure."""
    claims = read_claims("open", None)
    supported = [check(one.text, one.evidence).is_supported for one in claims]
    wrong = [s for s, one in zip(supported, claims, strict=True) if one.kind != "true"]
    true = [s for s, one in zip(supported, claims, strict=True) if one.kind == "true"]
    assert sum(wrong) <= 0.05 * len(wrong)
    assert sum(true) >= 0.95 * len(true)


def test_a_claim_costs_less_than_five_encodings_of_a_question() -> None:
    assert cost_of(read_claims("open", None)[:30]) < 5
