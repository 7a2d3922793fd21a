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
		return "No recommendation: the scenario has no [objective]; add one, or --set objective.maximise=profit."
	case len(a.Strategies) == 1:
		s := a.Strategies[0]
		return fmt.Sprintf("%s: %s of %s, n = %d runs; add a strategy to compare it with.",
			s.Name, a.Objective.Metric, a.Interval(s.Value), s.Value.N)
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
	return fmt.Sprintf("Best bet: %s, %s (better than %s by %s, n = %d paired runs)%s.", a.Winner, verdict, a.RunnerUp, a.Interval(a.Lead.Estimate), n, doubt)
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
	about := fmt.Sprintf("Synergy of %s and %s: %s", s.A, s.B, a.Interval(s.Estimate))
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

// StandpointSentence says who is best if one has to judge in some other week.
func (a *Answer) StandpointSentence(p Standpoint) string {
	switch {
	case p.Winner == "":
		return fmt.Sprintf("By week %d: no answer.", p.Week)
	case p.Lead.Mean == 0 && p.Lead.SD == 0:
		return fmt.Sprintf("By week %d: no difference between %s and %s.", p.Week, p.Winner, p.RunnerUp)
	case p.Lead.N == 1:
		return fmt.Sprintf("By week %d: %s, by %s over %s.", p.Week, p.Winner, a.Amount(p.Lead.Mean), p.RunnerUp)
	}
	verdict := "decisive"
	if !p.Decisive {
		verdict = "not decisive"
	}
	gain := ""
	if p.Gain != nil && p.Gain.N > 1 {
		gain = fmt.Sprintf(", than %s by %s", a.Baseline, a.Interval(p.Gain.Estimate))
	}
	return fmt.Sprintf("By week %d: %s, %s (better than %s by %s%s).", p.Week, p.Winner, verdict, p.RunnerUp, a.Interval(p.Lead.Estimate), gain)
}

// ClimbSentence says how the objective goes along a ladder, where it is best,
// and which steps do better than the baseline.
func (a *Answer) ClimbSentence(c Climb) string {
	first, last, best := c.Steps[0], c.Steps[len(c.Steps)-1], c.Steps[c.Best]
	size := func(s Step) string { return short(s.At) }
	down, up := "falls", "rises"
	if a.Objective.Minimise {
		down, up = up, down
	}
	var same, ahead, behind []string
	for k, s := range c.Steps {
		if k != c.Best && s.Same() {
			same = append(same, size(s))
		}
		if s.Ahead.Low > 0 {
			ahead = append(ahead, size(s))
		} else {
			behind = append(behind, size(s))
		}
	}
	w := &strings.Builder{}
	fmt.Fprintf(w, "Along %s, from %s to %s: %s is best at %s", c.Key, first.Strategy, last.Strategy, a.Objective.Metric, size(best))
	if c.Best > 0 && !first.Same() {
		fmt.Fprintf(w, "; it %s by %s from %s to there", up, a.Interval(first.Short), size(first))
	}
	if c.Best < len(c.Steps)-1 && !last.Same() {
		fmt.Fprintf(w, "; it %s by %s from there to %s", down, a.Interval(last.Short), size(last))
	}
	if same != nil {
		fmt.Fprintf(w, "; %s cannot be told from it", list(same))
	}
	switch {
	case c.Beside == "":
	case behind == nil:
		fmt.Fprintf(w, "; better than %s all along", c.Beside)
	case ahead == nil:
		fmt.Fprintf(w, "; nowhere better than %s", c.Beside)
	default:
		fmt.Fprintf(w, "; better than %s at %s, not at %s", c.Beside, list(ahead), list(behind))
	}
	return w.String() + "."
}

// list writes words with commas and an "and".
func list(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// Write writes an estimate of a further response, as "42 [40, 44]".
func (c *Column) Write(e Estimate, currency string) string {
	write := short
	if c.Unit == "money" {
		write = func(x float64) string { return Money(x, currency) }
	}
	switch {
	case e.N == 0 || math.IsNaN(e.Mean):
		return "–"
	case math.IsNaN(e.Low):
		return write(e.Mean)
	}
	return fmt.Sprintf("%s [%s, %s]", write(e.Mean), write(e.Low), write(e.High))
}

// Amount writes a value of the objective with its unit.
func (a *Answer) Amount(x float64) string {
	if math.IsNaN(x) {
		return "unknown"
	}
	if a.unit() == "money" {
		return Money(x, a.Currency)
	}
	return short(x) + a.suffix()
}

// Interval writes a mean with its interval, to the digits that the interval
// supports, as "€31k [24k, 38k]".
func (a *Answer) Interval(e Estimate) string {
	half := (e.High - e.Low) / 2
	if math.IsNaN(half) || half <= 0 {
		return a.Amount(e.Mean)
	}
	sign, scale := "", scales[len(scales)-1]
	if a.unit() == "money" {
		sign, scale = signOf(a.Currency), scaleOf(math.Max(math.Abs(e.Low), math.Abs(e.High)))
	}
	decimals := min(max(int(math.Ceil(math.Log10(2*scale.of/half))), 0), 4)
	write := func(x float64) string { return strconv.FormatFloat(x/scale.of, 'f', decimals, 64) + scale.name }
	mean := strings.TrimPrefix(write(e.Mean), "-")
	if e.Mean < 0 {
		sign = "-" + sign
	}
	return fmt.Sprintf("%s%s%s [%s, %s]", sign, mean, a.suffix(), write(e.Low), write(e.High))
}

// unit returns that of the objective.
func (a *Answer) unit() string {
	if m := metric.Named(a.Objective.Metric); m >= 0 {
		return metric.Kinds[m].Unit
	}
	return "money" // profit, without an objective
}

// suffix returns what stands behind a number of the objective.
func (a *Answer) suffix() string {
	switch unit := a.unit(); unit {
	case "%":
		return " percentage points"
	case "customers", "weeks", "points":
		return " " + unit
	}
	return ""
}

var signs = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

func signOf(currency string) string {
	sign, known := signs[currency]
	if !known && currency != "" {
		sign = currency + " "
	}
	return sign
}

// scale is a way to shorten a number.
type scale struct {
	of   float64
	name string
}

var scales = []scale{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}

// scaleOf returns the scale for numbers of a size.
func scaleOf(size float64) scale {
	for _, s := range scales {
		if size >= 0.9995*s.of {
			return s
		}
	}
	return scales[len(scales)-1]
}

// Money writes an amount in a currency at a length for reading, as "€31k",
// "€1.23M" or "CHF 850".
func Money(x float64, currency string) string {
	sign := signOf(currency)
	s := scaleOf(math.Abs(x))
	text := digits(math.Abs(x) / s.of)
	if s.of > 1 && strings.Contains(text, ".") {
		text = strings.TrimRight(text, "0")
	}
	if x < 0 && strings.Trim(text, "0.") != "" {
		sign = "-" + sign
	}
	return sign + text + s.name
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
