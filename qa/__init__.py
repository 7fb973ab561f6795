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
    "Level",
    "Outcome",
    "Question",
    "Quotation",
    "Rechecked",
    "ResolvedDate",
    "Searched",
    "ShortAnswer",
    "Standing",
    "Statement",
    "Table",
    "Words",
    "adapt",
    "adaptation_state",
    "answer",
    "calibrate",
    "calibration_state",
    "chain",
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
    "Adaptation": "qa.adaptation_report",
    "AdaptationState": "qa.adapted",
    "Answer": "qa.types",
    "Bin": "qa.measures",
    "Calibration": "qa.calibration_report",
    "CalibrationState": "qa.calibrated",
    "Cell": "qa.types",
    "Change": "qa.differences",
    "Citation": "qa.types",
    "Compared": "qa.adaptation_report",
    "Difference": "qa.differences",
    "Estimate": "qa.measures",
    "Evaluation": "qa.evaluation",
    "Evidence": "qa.types",
    "EvidenceRetriever": "qa.runnables",
    "Fate": "qa.rechecking",
    "Level": "qa.calibration_report",
    "MAX_QUESTION": "qa.answering",
    "Outcome": "qa.evaluation",
    "PRECISION": "qa.calibration",
    "Question": "qa.questions",
    "Quotation": "qa.rechecking",
    "Rechecked": "qa.rechecking",
    "ResolvedDate": "qa.types",
    "Searched": "qa.types",
    "ShortAnswer": "qa.types",
    "Standing": "qa.types",
    "Statement": "qa.types",
    "Table": "qa.types",
    "Words": "qa.differences",
    "adapt": "qa.adapting",
    "adaptation_state": "qa.adapted",
    "answer": "qa.answering",
    "calibrate": "qa.calibrating",
    "calibration_state": "qa.calibrated",
    "chain": "qa.runnables",
    "difference": "qa.differences",
    "evaluate": "qa.evaluation",
    "read_questions": "qa.questions",
    "recheck": "qa.rechecking",
    "remove_adaptation": "qa.adapting",
    "remove_calibration": "qa.calibrated",
    "retriever": "qa.runnables",
    "save_answer": "qa.rechecking",
    "score": "qa.anywhere",
    "search": "qa.answering",
}

if not TYPE_CHECKING:  # it would take any name for one of ours
    __getattr__ = vectorstore.on_demand(__name__, _HOMES)


# Silent unless the program that uses us, or -v, says otherwise.
logging.getLogger(__name__).addHandler(logging.NullHandler())
