package metric

// Who knows the brand, who has bought, and who stands where at the horizon.
var (
	CustomersWon = Metric{Name: "customers_won", Unit: "customers", Better: 1, Doc: "Distinct customers who bought for the first time.", Of: total("first_purchases")}
	Penetration  = Metric{Name: "penetration", Unit: "%", Better: 1, Doc: "Share of the market that has bought at least once.",
		Of: func(r *Run) float64 { return percent(r.total("first_purchases"), float64(r.Trace.Customers)) }}
	Awareness = Metric{Name: "awareness", Unit: "%", Better: 1, Doc: "Share of the market that knows the brand at the horizon.",
		Of: func(r *Run) float64 { return percent(r.aware(r.end()), float64(r.Trace.Customers)) }}
	Reach = Metric{Name: "reach", Unit: "customers", Better: 1, Doc: "Customers who know the brand or have ever known it, each counted once.",
		Of: func(r *Run) float64 { // in a journey without the stage "aware", the first one after it
			return max(r.level("reached_aware"), r.level("reached_considering"), r.level("reached_customer"))
		}}
	Customers  = Metric{Name: "customers", Unit: "customers", Better: 1, Doc: "Present customers at the horizon: stages customer, loyal and advocate.", Of: func(r *Run) float64 { return r.present(r.end()) }}
	Advocates  = Metric{Name: "advocates", Unit: "customers", Better: 1, Doc: "Advocates at the horizon.", Of: level("n_advocate")}
	Detractors = Metric{Name: "detractors", Unit: "customers", Better: -1, Doc: "Present and past customers who speak against the brand at the horizon.", Of: level("n_detractor")}
	Members    = Metric{Name: "members", Unit: "customers", Better: 1, Doc: "Members of the brand's community at the horizon.", Of: level("members")}
)

// aware returns how many know the brand at the end of a week.
func (r *Run) aware(week int) float64 {
	n := int64(r.Trace.Customers)
	if c := r.weekly("n_unaware"); c != nil {
		n -= c[week]
	}
	return float64(n)
}
