package metric

import "math"

// How soon.
var (
	PeakWeek = Metric{Name: "peak_week", Unit: "weeks", Better: 0, Doc: "Week with the most first purchases, the earliest if there are several. Does not exist without any.", Of: peakWeek}
	Aware16  = Metric{Name: "t16_aware", Unit: "weeks", Better: -1, Doc: "First week by whose end 16 % of the market know the brand.", Of: passage(0.16)}
	Aware50  = Metric{Name: "t50_aware", Unit: "weeks", Better: -1, Doc: "First week by whose end half of the market knows the brand.", Of: passage(0.50)}
	Aware84  = Metric{Name: "t84_aware", Unit: "weeks", Better: -1, Doc: "First week by whose end 84 % of the market know the brand.", Of: passage(0.84)}
)

func peakWeek(r *Run) float64 {
	peak, most := math.NaN(), int64(0)
	for week, n := range r.weekly("first_purchases") {
		if n > most {
			peak, most = float64(week), n
		}
	}
	return peak
}

// passage returns the metric of the first week in which a share of the market
// knows the brand.
func passage(share float64) func(*Run) float64 {
	return func(r *Run) float64 {
		for week := range r.end() + 1 {
			if r.aware(week) >= float64(share*float64(r.Trace.Customers)) {
				return float64(week)
			}
		}
		return math.NaN()
	}
}
