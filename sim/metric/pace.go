package metric

import "math"

// How soon.
var (
	PeakWeek = Metric{Name: "peak_week", Unit: "weeks", Better: 0, Doc: "Week with the most first purchases, the earliest if there are several. Does not exist without any.",
		Of: func(r *Run) float64 { week, _ := peak(r); return week }}
	PeakHeight = Metric{Name: "peak_customers", Unit: "customers", Better: 0, Doc: "First purchases in the week with the most of them.",
		Of: func(r *Run) float64 { _, most := peak(r); return most }}
	Won16       = Metric{Name: "t16_customers", Unit: "weeks", Better: 0, Doc: "First week by whose end 16 % of the customers won by the horizon are won.", Of: won(0.16)}
	Won50       = Metric{Name: "t50_customers", Unit: "weeks", Better: 0, Doc: "First week by whose end half of the customers won by the horizon are won.", Of: won(0.50)}
	Won84       = Metric{Name: "t84_customers", Unit: "weeks", Better: 0, Doc: "First week by whose end 84 % of the customers won by the horizon are won.", Of: won(0.84)}
	Won95       = Metric{Name: "t95_customers", Unit: "weeks", Better: 0, Doc: "First week by whose end 95 % of the customers won by the horizon are won.", Of: won(0.95)}
	GrowthAfter = Metric{Name: "growth_after_spend", Unit: "%", Better: 1, Kind: Ratio, Doc: "Growth that goes on without money: customers won per week after the last week in which anything was spent, per 100 won per week until then. Does not exist if spending never begins or never stops.", Of: growthAfter}
	Aware16     = Metric{Name: "t16_aware", Unit: "weeks", Better: -1, Doc: "First week by whose end 16 % of the market know the brand.", Of: passage(0.16)}
	Aware50     = Metric{Name: "t50_aware", Unit: "weeks", Better: -1, Doc: "First week by whose end half of the market knows the brand.", Of: passage(0.50)}
	Aware84     = Metric{Name: "t84_aware", Unit: "weeks", Better: -1, Doc: "First week by whose end 84 % of the market know the brand.", Of: passage(0.84)}
)

func peak(r *Run) (week, most float64) {
	week = math.NaN()
	for k, n := range r.weekly("first_purchases") {
		if float64(n) > most {
			week, most = float64(k), float64(n)
		}
	}
	return week, most
}

// won returns the metric of the first week by which a share of the customers
// won by the horizon are won.
func won(share float64) func(*Run) float64 {
	return func(r *Run) float64 {
		all := r.total("first_purchases")
		var sum float64
		for week, n := range r.weekly("first_purchases") {
			if sum += float64(n); all > 0 && sum >= float64(share*all) {
				return float64(week)
			}
		}
		return math.NaN()
	}
}

func growthAfter(r *Run) float64 {
	stop := 0
	for week := range r.end() + 1 {
		if r.book(week).spent > 0 {
			stop = week
		}
	}
	first := r.weekly("first_purchases")
	if stop == 0 || stop == r.end() || first == nil {
		return math.NaN()
	}
	var before, after int64
	for week := 1; week <= r.end(); week++ {
		if week <= stop {
			before += first[week]
		} else {
			after += first[week]
		}
	}
	return percent(float64(after)/float64(r.end()-stop), float64(before)/float64(stop))
}

// passage returns the metric of the first week in which a share of the market
// knows the brand.
func passage(share float64) func(*Run) float64 {
	return func(r *Run) float64 {
		unaware, all := r.weekly("n_unaware"), int64(r.Trace.Customers)
		for week := range r.end() + 1 {
			aware := all
			if unaware != nil {
				aware -= unaware[week]
			}
			if float64(aware) >= float64(share*float64(all)) {
				return float64(week)
			}
		}
		return math.NaN()
	}
}
