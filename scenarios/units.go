package scenarios

import (
	"fmt"
	"strconv"
	"strings"
)

// weeksIn is the length of a unit of time in weeks. A year has 52 weeks, and a
// month is a twelfth of a year.
var weeksIn = map[string]float64{
	"week": 1, "weeks": 1, "day": 1.0 / 7, "days": 1.0 / 7, "hour": 1.0 / 168, "hours": 1.0 / 168,
	"month": 52.0 / 12, "months": 52.0 / 12, "year": 52, "years": 52,
}

// quantity reads a number with a unit, such as "0.03/year", "5%" or "6 weeks",
// in the unit of a key.
func quantity(text, unit string) (float64, error) {
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(unit, "1/"):
		amount, per, ok := strings.Cut(text, "/")
		if !ok {
			amount, per, ok = strings.Cut(text, " per ")
		}
		weeks, known := weeksIn[strings.TrimSpace(per)]
		x, err := amountOf(amount)
		if !ok || !known || err != nil {
			return 0, fmt.Errorf(`a number a %s, or a text such as "0.03/year"`, unit[2:])
		}
		if per = strings.TrimSpace(per); per == unit[2:] {
			return x, nil
		}
		return x / weeks * weeksIn[unit[2:]], nil
	case weeksIn[unit] != 0:
		amount, of, _ := strings.Cut(text, " ")
		weeks, known := weeksIn[strings.TrimSpace(of)]
		x, err := strconv.ParseFloat(amount, 64)
		if !known || err != nil {
			return 0, fmt.Errorf(`a number of %s, or a text such as "6 weeks"`, unit)
		}
		return x * weeks / weeksIn[unit], nil
	case unit == "money":
		return 0, fmt.Errorf("an amount as a bare number")
	}
	x, err := amountOf(text)
	if err != nil || !strings.HasSuffix(text, "%") {
		return 0, fmt.Errorf(`a number, or a text such as "5%%"`)
	}
	return x, nil
}

// amountOf reads a number that may be in percent.
func amountOf(text string) (float64, error) {
	text = strings.TrimSpace(text)
	number, percent := strings.CutSuffix(text, "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	return x, err
}
