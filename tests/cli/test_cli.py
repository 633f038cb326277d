#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the isthmus command as its users do: exit codes, what goes to which stream, mistakes and answers.

Usage: tests/cli/test_cli.py COMMAND [TEST...]     TEST is a class or Class.method of the files *_test.py
"""
import os
import sys
import unittest

import command_test
from answers_test import Answers
from basics_test import Basics, Interruption
from calibration_test import Calibrate, Hindcast
from chronicle_test import Chronicle, ChronicleMistakes, ChronicleOfTheCaspian
from cite_test import Cite
from dependence_test import Dependence, DependenceMistakes, Disruption, DisruptionMistakes
from evidence_conflicts_test import Conflicts
from evidence_documents_test import EvidenceDocuments, EvidenceDocumentsMistakes
from evidence_find_test import EvidenceFind
from evidence_read_test import EvidenceRead, EvidenceReadMistakes, ReadingScores
from explain_test import ExplainResults
from leverage_test import Leverage, LeverageMistakes
from mistakes_test import Mistakes
from resuming_test import Resuming
from solving_test import Solving, Worlds
from value_of_test import ValueOf
from what_if_test import CompareMany, WhatIf

__all__ = ["Answers", "Basics", "Calibrate", "Chronicle", "ChronicleMistakes", "ChronicleOfTheCaspian",
           "Cite", "CompareMany", "Conflicts", "Dependence", "DependenceMistakes", "Disruption",
           "DisruptionMistakes", "EvidenceDocuments", "EvidenceDocumentsMistakes", "EvidenceFind",
           "EvidenceRead", "EvidenceReadMistakes", "ExplainResults", "Hindcast", "Interruption", "Leverage",
           "LeverageMistakes", "Mistakes", "ReadingScores", "Resuming", "Solving", "ValueOf", "WhatIf",
           "Worlds"]

if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    command_test.COMMAND[0] = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
