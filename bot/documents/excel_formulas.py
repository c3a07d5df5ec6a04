"""A scheme's rules as Excel formulas, so that a changed number recalculates as the scheme does.

Every argument is a cell's address or a number; text never gets here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.formats import number

if TYPE_CHECKING:
    from scoring import Scheme
    from scoring.filing import Kind
    from scoring.scheme import Execution


def rate(execution: Execution, budget: str, executed: str) -> str:
    """Return the execution rate in percent, with 2 decimals."""
    of_nothing = f"IF({executed}<=0,100,0)" if execution.zero_budget == "full" else "0"
    return f"IF({budget}>0,ROUND(100*MAX({executed},0)/{budget},2),{of_nothing})"


def execution_score(scheme: Scheme, percent: str, weight: str) -> str:
    """Return the points of an execution rate."""
    execution = scheme.execution
    if execution.method == "proportional":
        return f"ROUND({weight}*MIN({percent},100)/100,{scheme.digits})"
    formula = "0"
    for step in sorted(execution.steps, key=lambda step: step.rate):
        formula = f"IF({percent}>={number(step.rate)},{number(step.score)},{formula})"
    return formula


def indicator_score(scheme: Scheme, kind: Kind, weight: str, target: str, actual: str) -> str:
    """Return a quantitative indicator's points; nothing while one of the three numbers is missing."""
    if kind == "reverse":
        missed = f"{weight}*{target}/{actual}"
        if scheme.reverse == "linear":
            missed = f"MAX(0,{weight}*(2*{target}-{actual})/{target})"
        points = f"IF({actual}<={target},{weight},IF({target}<=0,0,{missed}))"
    else:
        met = (
            f"OR({target}=0,{actual}>={target})"
            if kind == "positive"
            else f"IF({target}=0,{actual}<=0,{actual}={target})"
        )
        points = f"IF({target}>0,{weight}*MIN(1,MAX({actual},0)/{target}),IF({met},{weight},0))"
    return f'IF(COUNT({weight},{target},{actual})<3,"",MIN({weight},ROUND({points},{scheme.digits})))'


def grade(scheme: Scheme, total: str) -> str:
    """Return the grade's name; a lower bound is included."""
    formula = '""'
    for each in sorted(scheme.grades, key=lambda each: each.lower):
        formula = f'IF({total}>={number(each.lower)},"{each.name}",{formula})'
    return formula
