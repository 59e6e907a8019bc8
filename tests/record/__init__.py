"""Tests of the record: journal, folds, tickets, clocks, accounts."""
