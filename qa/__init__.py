"""From a question to evidence, and from evidence to an answer that cites it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import vectorstore

if TYPE_CHECKING:
    from qa.adaptation_report import Adaptation, Compared
    from qa.adapted import AdaptationState, adaptation_state
    from qa.adapting import adapt, remove_adaptation
    from qa.answering import MAX_QUESTION, answer, search
    from qa.anywhere import score
    from qa.calibrated import CalibrationState, calibration_state, remove_calibration
    from qa.calibrating import calibrate
    from qa.calibration import PRECISION
    from qa.calibration_report import Calibration, Level
    from qa.checking import check
    from qa.differences import Change, Difference, Words, difference
    from qa.evaluation import Evaluation, Outcome, evaluate
    from qa.measures import Bin, Estimate
    from qa.questions import Question, read_questions
    from qa.rechecking import Fate, Quotation, Rechecked, recheck, save_answer
    from qa.runnables import EvidenceRetriever, chain, retriever
    from qa.types import (
        Answer,
        Cell,
        Citation,
        Evidence,
        ResolvedDate,
        Searched,
        ShortAnswer,
        Standing,
        Statement,
        Table,
    )
    from qa.verdicts import Fault, Label, Part, Reason, Verdict

__all__ = [
    "MAX_QUESTION",
    "PRECISION",
    "Adaptation",
    "AdaptationState",
    "Answer",
    "Bin",
    "Calibration",
    "CalibrationState",
    "Cell",
    "Change",
    "Citation",
    "Compared",
    "Difference",
    "Estimate",
    "Evaluation",
    "Evidence",
    "EvidenceRetriever",
    "Fate",
    "Fault",
    "Label",
    "Level",
    "Outcome",
    "Part",
    "Question",
    "Quotation",
    "Reason",
    "Rechecked",
    "ResolvedDate",
    "Searched",
    "ShortAnswer",
    "Standing",
    "Statement",
    "Table",
    "Verdict",
    "Words",
    "adapt",
    "adaptation_state",
    "answer",
    "calibrate",
    "calibration_state",
    "chain",
    "check",
    "difference",
    "evaluate",
    "read_questions",
    "recheck",
    "remove_adaptation",
    "remove_calibration",
    "retriever",
    "save_answer",
    "score",
    "search",
]

#: Where each name stands: it is loaded when first used, since some bring heavy libraries.
_HOMES = {
    "adapt": "qa.adapting",
    "Adaptation": "qa.adaptation_report",
    "adaptation_state": "qa.adapted",
    "AdaptationState": "qa.adapted",
    "Answer": "qa.types",
    "answer": "qa.answering",
    "Bin": "qa.measures",
    "calibrate": "qa.calibrating",
    "Calibration": "qa.calibration_report",
    "calibration_state": "qa.calibrated",
    "CalibrationState": "qa.calibrated",
    "Cell": "qa.types",
    "chain": "qa.runnables",
    "Change": "qa.differences",
    "check": "qa.checking",
    "Citation": "qa.types",
    "Compared": "qa.adaptation_report",
    "Difference": "qa.differences",
    "difference": "qa.differences",
    "Estimate": "qa.measures",
    "evaluate": "qa.evaluation",
    "Evaluation": "qa.evaluation",
    "Evidence": "qa.types",
    "EvidenceRetriever": "qa.runnables",
    "Fate": "qa.rechecking",
    "Fault": "qa.verdicts",
    "Label": "qa.verdicts",
    "Level": "qa.calibration_report",
    "MAX_QUESTION": "qa.answering",
    "Outcome": "qa.evaluation",
    "Part": "qa.verdicts",
    "PRECISION": "qa.calibration",
    "Question": "qa.questions",
    "Quotation": "qa.rechecking",
    "read_questions": "qa.questions",
    "Reason": "qa.verdicts",
    "recheck": "qa.rechecking",
    "Rechecked": "qa.rechecking",
    "remove_adaptation": "qa.adapting",
    "remove_calibration": "qa.calibrated",
    "ResolvedDate": "qa.types",
    "retriever": "qa.runnables",
    "save_answer": "qa.rechecking",
    "score": "qa.anywhere",
    "search": "qa.answering",
    "Searched": "qa.types",
    "ShortAnswer": "qa.types",
    "Standing": "qa.types",
    "Statement": "qa.types",
    "Table": "qa.types",
    "Verdict": "qa.verdicts",
    "Words": "qa.differences",
}

if not TYPE_CHECKING:  # it would take any name for one of ours
    __getattr__ = vectorstore.on_demand(__name__, _HOMES)


# Silent unless the program that uses us, or -v, says otherwise.
logging.getLogger(__name__).addHandler(logging.NullHandler())
