package metric

import "math"

// When a strategy has earned what it has cost.
var (
	BreakEvenWeek = Metric{Name: "breakeven_week", Unit: "weeks", Better: -1, Doc: "First week from which cumulative profit stays at 0 or above up to the horizon; 0 if it was never below. Does not exist if that never comes.",
		Of: breakEven}
	PaidBack = Metric{Name: "paid_back", Unit: "%", Better: 1, Kind: Share, Doc: "100 if the run breaks even by the horizon, else 0: its mean is the share of runs that do.",
		Of: func(r *Run) float64 {
			if math.IsNaN(breakEven(r)) {
				return 0
			}
			return 100
		}}
)

func breakEven(r *Run) float64 {
	var cumulative int64
	first := 0
	for week := range r.end() + 1 {
		cumulative += r.book(week).profit()
		if cumulative < 0 {
			first = week + 1
		}
	}
	if first > r.end() {
		return math.NaN()
	}
	return float64(first)
}
