package experiment

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"grapevine/sim/metric"
)

// Sentence says the answer in one plain sentence.
func (a *Answer) Sentence() string {
	n := a.Lead.N
	switch {
	case len(a.Failed) > 0 && len(a.Failed) == a.Replicates*len(a.Strategies):
		return "No answer: every run failed."
	case a.Objective.Metric == "":
		return "No recommendation: the scenario has no [objective]."
	case len(a.Strategies) == 1:
		s := a.Strategies[0]
		return fmt.Sprintf("%s: %s of %s, n = %d runs; add a strategy to compare it with.",
			s.Name, a.Objective.Metric, a.interval(s.Value), s.Value.N)
	case a.Winner == "":
		return fmt.Sprintf("No recommendation: %s exists in no run.", a.Objective.Metric)
	case a.RunnerUp == "":
		return fmt.Sprintf("No recommendation: only %s has a %s at all.", a.Winner, a.Objective.Metric)
	case n == 0:
		return fmt.Sprintf("No recommendation: %s and %s have a %s in no replicate together.", a.Winner, a.RunnerUp, a.Objective.Metric)
	case n == 1:
		return fmt.Sprintf("Best in one run: %s, by %s over %s; a single run decides nothing.", a.Winner, a.Amount(a.Lead.Mean), a.RunnerUp)
	case a.Lead.Mean == 0 && a.Lead.SD == 0:
		return fmt.Sprintf("No difference: %s and %s come out the same in all %d paired runs.", a.Winner, a.RunnerUp, n)
	}
	verdict, doubt := "decisive", ""
	if !a.Decisive {
		verdict, doubt = "not decisive", a.doubt()
	}
	return fmt.Sprintf("Best bet: %s, %s (better than %s by %s, n = %d paired runs)%s.", a.Winner, verdict, a.RunnerUp, a.interval(a.Lead.Estimate), n, doubt)
}

// doubt says how much could be lost by believing the winner.
func (a *Answer) doubt() string {
	for _, s := range a.Strategies {
		if s.Name == a.Winner && s.PBest.Exists() {
			return fmt.Sprintf("; it is the best with a probability of %s, and choosing it costs %s on average against the best", percent(float64(s.PBest)), a.Amount(float64(s.Loss)))
		}
	}
	return ""
}

// SynergySentence says what two blocks do together.
func (a *Answer) SynergySentence(s Synergy) string {
	about := fmt.Sprintf("Synergy of %s and %s: %s", s.A, s.B, a.interval(s.Estimate))
	switch {
	case s.N < 2:
		return about + "."
	case s.Low > 0:
		return about + ": together they do more than the sum of each alone."
	case s.High < 0:
		return about + ": together they do less than the sum of each alone."
	}
	return about + ": no synergy can be told from chance."
}

// Amount writes a value of the objective with its unit.
func (a *Answer) Amount(x float64) string { return a.amount(x, true) }

func (a *Answer) amount(x float64, unit bool) string {
	if math.IsNaN(x) {
		return "unknown"
	}
	kind := "money"
	if m := metric.Named(a.Objective.Metric); m >= 0 {
		kind = metric.Kinds[m].Unit
	}
	switch {
	case kind == "money" && unit:
		return Money(x, a.Currency)
	case kind == "money":
		return Money(x, "")
	}
	text := short(x)
	if unit {
		switch kind {
		case "%":
			text += " percentage points"
		case "customers", "weeks", "points":
			text += " " + kind
		}
	}
	return text
}

// interval writes a mean with its interval, as "€31k [24k, 38k]".
func (a *Answer) interval(e Estimate) string {
	if math.IsNaN(e.Low) {
		return a.Amount(e.Mean)
	}
	return fmt.Sprintf("%s [%s, %s]", a.Amount(e.Mean), a.amount(e.Low, false), a.amount(e.High, false))
}

var signs = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

// Money writes an amount in a currency at a length for reading, as "€31k",
// "€1.23M" or "CHF 850".
func Money(x float64, currency string) string {
	sign, known := signs[currency]
	if !known && currency != "" {
		sign = currency + " "
	}
	size := math.Abs(x)
	text := digits(size)
	for _, scale := range []struct {
		of   float64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if size >= 0.9995*scale.of {
			text = digits(size / scale.of)
			if strings.Contains(text, ".") {
				text = strings.TrimRight(text, "0")
			}
			text += scale.name
			break
		}
	}
	if x < 0 && strings.Trim(text, "0.") != "" {
		return "-" + sign + text
	}
	return sign + text
}

// digits writes a number below a thousand: whole from 20, else with one or two
// decimals.
func digits(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x >= 20:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 10:
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
	}
	return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 2, 64), ".00")
}

// short writes a number with three digits or all before the dot.
func short(x float64) string {
	if math.Abs(x) >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// percent writes a share.
func percent(share float64) string {
	if math.IsNaN(share) {
		return "an unknown share"
	}
	return strconv.FormatFloat(100*share, 'g', 3, 64) + " %"
}
