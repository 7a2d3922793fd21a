package metric

// Conversions are of two kinds. Of the same period: entries into the next stage
// over entries into the stage, up to the horizon; those still on their way count
// as not converted, and those who come back count again, so it may pass 100 %.
// Of the cohort: of the distinct people who ever came into the stage, those who
// ever came into the next one by the horizon.
var (
	UnawareToAware              = conversion("unaware", "aware")
	AwareToConsidering          = conversion("aware", "considering")
	ConsideringToCustomer       = conversion("considering", "customer")
	CustomerToLoyal             = conversion("customer", "loyal")
	LoyalToAdvocate             = conversion("loyal", "advocate")
	UnawareToAwareCohort        = cohort("unaware", "aware")
	AwareToConsideringCohort    = cohort("aware", "considering")
	ConsideringToCustomerCohort = cohort("considering", "customer")
	CustomerToLoyalCohort       = cohort("customer", "loyal")
	LoyalToAdvocateCohort       = cohort("loyal", "advocate")
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

func cohort(from, to string) Metric {
	return Metric{
		Name: from + "_to_" + to + "_cohort", Unit: "%", Better: 1, Kind: Ratio,
		Doc: "Distinct people who have reached " + to + " by the horizon, per 100 who have reached " + from + "; those who were placed in a stage before the first week, past the stages between, do not count as reaching it.",
		Of: func(r *Run) float64 {
			reached, were := r.level("reached_"+to), r.level("reached_"+from)
			if c := r.weekly("reached_" + to); c != nil && to == "customer" {
				reached -= float64(c[0]) // given the product
			}
			return percent(reached, were)
		},
	}
}
