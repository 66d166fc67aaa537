"""An example of a county's own minimum wage."""

from gateway.examples import body_like

WAGE = body_like(
    {
        "files": {
            "county.csv": (
                "key,value,unit,area,valid_from,valid_until,citation,examples\n"
                "min_wage_month,1900,元/月,430903,2026-01-01,,省政府文件,1899=no\n"
            )
        }
    }
)
