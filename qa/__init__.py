"""From a question to evidence, and from evidence to an answer that cites it."""

import logging

from qa.adaptation_report import Adaptation, Compared
from qa.adapted import AdaptationState, adaptation_state
from qa.adapting import adapt, remove_adaptation
from qa.answering import MAX_QUESTION, answer, search
from qa.anywhere import score
from qa.calibrated import CalibrationState, calibration_state, remove_calibration
from qa.calibrating import calibrate
from qa.calibration import PRECISION
from qa.calibration_report import Calibration, Level
from qa.chain import EvidenceRetriever, chain, retriever
from qa.differences import Change, Difference, Words, difference
from qa.evaluation import Evaluation, Outcome, evaluate
from qa.measures import Bin, Estimate
from qa.questions import Question, read_questions
from qa.rechecking import Fate, Quotation, Rechecked, recheck, save_answer
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

# Silent unless the program that uses us, or -v, says otherwise.
logging.getLogger(__name__).addHandler(logging.NullHandler())
