package plots

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// unit writes numbers of one kind, as "€120k" or "35 %".
type unit struct{ before, after string }

var (
	percent = unit{after: " %"}
	plain   = unit{}
)

// symbols of the currencies that have one everybody knows.
var symbols = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

// money returns the unit of amounts in the scenario's currency.
func (d *Data) money() unit {
	if s, ok := symbols[d.Currency]; ok {
		return unit{before: s}
	}
	if len([]rune(d.Currency)) > 1 {
		return unit{before: d.Currency + "\u00a0"}
	}
	return unit{before: d.Currency}
}

// inMoney lists the metrics and weekly columns that are amounts of money, for
// tables that name no unit.
var inMoney = map[string]bool{
	"revenue": true, "revenue_new": true, "revenue_repeat": true, "revenue_regained": true, "revenue_cross_sell": true,
	"revenue_early": true, "margin": true, "profit": true, "cum_profit": true, "npv": true,
	"cost": true, "cost_paid": true, "cost_owned": true, "cost_earned": true, "spend_avoided": true,
	"cac": true, "cac_paid": true, "cac_wom": true, "cac_referral": true, "cac_community": true,
	"clv": true, "clv_model": true, "customer_equity": true, "customer_surplus": true, "referral_revenue": true, "crv": true,
	"incremental_profit": true, "gain_expansion": true, "gain_loss": true, "gain_acceleration": true, "gain_retention": true,
	"gain_repeat": true, "gain_cross_sell": true, "gain_terms": true, "gain_gifts": true, "gain_cost": true,
}

// unitOf returns how a metric is written, given the unit that a table names.
func (d *Data) unitOf(metric, named string) unit {
	_, isCode := symbols[named]
	switch {
	case inMoney[metric], named != "" && named == d.Currency, isCode, named == "currency", named == "money":
		return d.money()
	case named == "%":
		return percent
	case named == "week", named == "weeks":
		return unit{after: " wk"}
	}
	return plain
}

// scales are the thousands; the text of a number is never longer than needed.
var scales = []struct {
	size float64
	mark string
}{{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}}

// write writes a number with so many decimals, in units of a scale.
func (u unit) write(x, scale float64, decimals int, mark string) string {
	digits := strconv.FormatFloat(math.Abs(x)/scale, 'f', decimals, 64)
	sign := ""
	if x < 0 && strings.Trim(digits, "0.") != "" {
		sign = "−"
	}
	if whole, fraction, _ := strings.Cut(digits, "."); len(whole) > 3 {
		digits = thousands(whole)
		if fraction != "" {
			digits += "." + fraction
		}
	}
	return sign + u.before + digits + mark + u.after
}

// thousands groups digits by three: "5,000".
func thousands(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// short writes a number with about three significant digits: "€1.24M".
func (u unit) short(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	size := math.Abs(x)
	for _, s := range scales {
		if size >= s.size*0.9995 && (u.before != "" || s.size > 1e3) {
			return u.write(x, s.size, decimalsFor(x/s.size, 2), s.mark)
		}
	}
	if size >= 1000 {
		return u.write(x, 1, 0, "")
	}
	return u.write(x, 1, decimalsFor(x, 2), "")
}

// decimalsFor returns the decimals, at most so many, that give three
// significant digits without zeros at the end.
func decimalsFor(x float64, most int) int {
	switch size := math.Abs(x); {
	case size >= 99.95:
		most = 0
	case size >= 9.995:
		most = min(most, 1)
	}
	digits := strconv.FormatFloat(x, 'f', most, 64)
	for most > 0 && strings.HasSuffix(digits, "0") {
		digits = digits[:len(digits)-1]
		most--
	}
	return most
}

// change is short with a sign in front of gains, too.
func (u unit) change(x float64) string {
	s := u.short(x)
	if x > 0 {
		return "+" + s
	}
	return s
}

// ticks returns round numbers from just below lo to just above hi, at most
// about so many, with labels that all use the same scale and decimals.
func (u unit) ticks(lo, hi float64, most int) []plot.Tick {
	step := roundStep(hi-lo, most)
	first, last := math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	scale, mark := 1.0, ""
	largest := step * max(math.Abs(first), math.Abs(last))
	for _, s := range scales {
		if largest >= s.size && (u.before != "" || largest >= 10*s.size) {
			scale, mark = s.size, s.mark
			break
		}
	}
	decimals := 0
	for d := step / scale; decimals < 6 && math.Abs(d-math.Round(d)) > 1e-6*d; d *= 10 {
		decimals++
	}
	var all []plot.Tick
	for k := first; k <= last; k++ {
		x := k * step
		label := u.write(x, scale, decimals, mark)
		if k == 0 {
			label = u.write(0, 1, 0, "")
		}
		all = append(all, plot.Tick{Value: x, Label: label})
	}
	return all
}

// between returns a scale from low to high with as many ticks as the width has
// room for.
func (u unit) between(low, high float64, width vg.Length) scale {
	s := scale{min: low, max: high}
	for most := 6; most > 0; most-- {
		s.ticks = slices.DeleteFunc(u.ticks(low, high, most), func(t plot.Tick) bool { return t.Value < low || t.Value > high })
		var labels []string
		for _, t := range s.ticks {
			labels = append(labels, t.Label)
		}
		if vg.Length(len(labels))*(widest(text(soft), labels...)+16) < width {
			break
		}
	}
	return s
}

// roundStep returns 1, 2 or 5 times a power of ten, so that a span has at most
// so many steps.
func roundStep(span float64, most int) float64 {
	if !(span > 0) {
		return 1
	}
	raw := span / float64(most)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// weekTicks marks weeks by months, quarters and years rather than by tens.
func weekTicks(last float64, most int) []plot.Tick {
	step := 1.0
	for _, s := range []float64{1, 2, 4, 13, 26, 52, 104, 260, 520} {
		step = s
		if last/s <= float64(most) {
			break
		}
	}
	var all []plot.Tick
	for w := 0.0; w <= last; w += step {
		all = append(all, plot.Tick{Value: w, Label: strconv.Itoa(int(w))})
	}
	return all
}

// powers marks the powers of ten from lo to hi, with 2 and 5 between them
// where there are few.
func powers(lo, hi float64, label func(float64) string) []plot.Tick {
	var all []plot.Tick
	for e := math.Floor(math.Log10(lo) + 1e-9); e <= math.Ceil(math.Log10(hi)-1e-9); e++ {
		x := math.Pow(10, e)
		for _, m := range []float64{1, 2, 5} {
			if m == 1 || hi < 100*lo && m*x < hi {
				all = append(all, plot.Tick{Value: m * x, Label: label(m * x)})
			}
		}
	}
	return all
}

// count writes a number of things: "1 run", "5,000 customers".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%s %ss", thousands(strconv.Itoa(n)), thing)
}

// extent returns the least and the most of all that exists.
func extent(all ...[]float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, xs := range all {
		for _, x := range xs {
			if !math.IsNaN(x) {
				low, high = math.Min(low, x), math.Max(high, x)
			}
		}
	}
	if !(high > low) {
		low, high = low-1, low+1
	}
	return low, high
}
