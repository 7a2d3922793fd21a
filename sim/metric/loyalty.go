package metric

import (
	"math"

	"grapevine/chance"
)

// Who comes back, and who leaves.
var (
	RepeatShare = Metric{Name: "repeat_share", Unit: "%", Better: 1, Kind: Ratio, Doc: "Share of purchases that are not a customer's first.",
		Of: func(r *Run) float64 {
			bought := r.total("sales")
			return percent(bought-r.total("first_purchases"), bought)
		}}
	LoyalShare = Metric{Name: "loyal_share", Unit: "%", Better: 1, Kind: Ratio, Doc: "Share of present customers at the horizon who are loyal or advocates.",
		Of: func(r *Run) float64 { return percent(r.level("n_loyal")+r.level("n_advocate"), r.present(r.end())) }}
	Churn = Metric{Name: "churn", Unit: "%", Better: -1, Kind: Ratio, Doc: "Customers who leave, per 100 present customers and week: entries into lapsed over customer-weeks (those of a week are the mean of its start and its end).",
		Of: func(r *Run) float64 { return 100 * r.leaving() }}
	Retention = Metric{Name: "retention", Unit: "%", Better: 1, Kind: Ratio, Doc: "Customers still there after a year at the run's rate of leaving h per week: 100·exp(-52h). It is read from flows, so customers who come back do not count as kept.",
		Of: func(r *Run) float64 {
			h := r.leaving()
			if math.IsNaN(h) {
				return h
			}
			return 100 * chance.Exp(float64(-weeksPerYear*h))
		}}
)

// leaving returns the hazard of leaving, per week.
func (r *Run) leaving() float64 {
	return ratio(r.total("new_lapsed"), r.customerWeeks())
}

// customerWeeks returns for how many weeks somebody was a present customer.
func (r *Run) customerWeeks() float64 {
	if !r.lived.known {
		for week := 1; week <= r.end(); week++ {
			r.lived.weeks += (r.present(week-1) + r.present(week)) / 2
		}
		r.lived.known = true
	}
	return r.lived.weeks
}
