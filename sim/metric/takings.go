package metric

import (
	"math"

	"grapevine/sim"
)

// Revenue by what it was paid for; the four add up to revenue.
var (
	RevenueNew      = taken("revenue_new", sim.TakingNew, "first purchases: customers won")
	RevenueRepeat   = taken("revenue_repeat", sim.TakingRepeat, "further purchases of customers who have stayed since their first: customers kept")
	RevenueRegained = taken("revenue_regained", sim.TakingRegained, "purchases of customers who had left and came back")
	RevenueFurther  = taken("revenue_cross_sell", sim.TakingFurther, "other products of the line (cross-sell)")
	RevenueEarly    = Metric{Name: "revenue_early", Unit: "money", Better: 1, Doc: "Early revenue: of weeks 1 to 13.",
		Of: func(r *Run) float64 {
			var sum int64
			for week := range min(13, r.end()) + 1 {
				sum += r.book(week).revenue
			}
			return currency(sum)
		}}
	Surplus = Metric{Name: "customer_surplus", Unit: "money", Better: 1, Doc: "What buyers would have paid beyond what they did pay, by the demand curve that the price elasticity e means: revenue/(e-1), without add-ons. Does not exist if e is 1 or less, or differs between segments.",
		Of: surplus}
)

func taken(name string, of sim.Taking, about string) Metric {
	return Metric{
		Name: name, Unit: "money", Better: 1,
		Doc: "Revenue from " + about + ".",
		Of: func(r *Run) float64 {
			if r.Trace.Takings == nil {
				return math.NaN()
			}
			var sum int64
			for week := range r.end() + 1 {
				sum += r.Trace.Takings[of][week]
			}
			return currency(sum)
		},
	}
}

// surplus integrates demand, which goes with price to the power -e, from the
// price up: ∫ (x/p)^-e dx = p/(e-1) for each unit sold at p.
func surplus(r *Run) float64 {
	if r.Plan == nil {
		return math.NaN()
	}
	e := r.Plan.Product.Elasticity
	for k, s := range r.Plan.Segments {
		if k == 0 {
			e *= s.PriceSensitivity
		} else if s.PriceSensitivity != r.Plan.Segments[0].PriceSensitivity {
			return math.NaN()
		}
	}
	if e <= 1 {
		return math.NaN()
	}
	return (r.money().revenue - RevenueFurther.Of(r)) / (e - 1)
}
