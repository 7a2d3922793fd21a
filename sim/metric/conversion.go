package metric

// Conversions are of the same period: entries into the next stage over entries
// into the stage, up to the horizon. Those still on their way count as not
// converted; those who come back count again, so a conversion may pass 100 %.
var (
	UnawareToAware        = conversion("unaware", "aware")
	AwareToConsidering    = conversion("aware", "considering")
	ConsideringToCustomer = conversion("considering", "customer")
	CustomerToLoyal       = conversion("customer", "loyal")
	LoyalToAdvocate       = conversion("loyal", "advocate")
)

func conversion(from, to string) Metric {
	return Metric{
		Name: from + "_to_" + to, Unit: "%", Better: 1, Kind: Ratio,
		Doc: "Entries into " + to + " per 100 entries into " + from + ", in the same period; who stood there at the start has entered.",
		Of: func(r *Run) float64 {
			var start int64
			if c := r.weekly("n_" + from); c != nil {
				start = c[0]
			}
			return percent(r.total("new_"+to), float64(start)+r.total("new_"+from))
		},
	}
}
