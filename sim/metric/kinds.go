package metric

import "slices"

// Kinds lists the responses in the order of their columns.
var Kinds = []Metric{
	Sales,
	Revenue,
	Margin,
	Cost,
	Profit,
	NPV,
	ROI,
	CAC,
	CLV,
	BreakEvenWeek,
	PaidBack,
	RevenueVolatility,
	CustomersWon,
	Customers,
	Penetration,
	Awareness,
	Reach,
	Advocates,
	Detractors,
	Members,
	RepeatShare,
	Churn,
	Retention,
	NPS,
	NPSError,
	NPSCount,
	Mentions,
	PaidMentions,
	PositiveRatio,
	WOMShare,
	KFactor,
	Invitations,
	Acceptance,
	CascadeMean,
	CascadeMax,
	CascadeDepth,
	PeakWeek,
	Aware16,
	Aware50,
	Aware84,
	UnawareToAware,
	AwareToConsidering,
	ConsideringToCustomer,
	CustomerToLoyal,
	LoyalToAdvocate,
}

// Named returns the index in Kinds of the metric with a name, or -1.
func Named(name string) int {
	return slices.IndexFunc(Kinds, func(m Metric) bool { return m.Name == name })
}

// Of measures all responses of a run, in the order of Kinds.
func Of(r *Run) []float64 {
	values := make([]float64, len(Kinds))
	for i, m := range Kinds {
		values[i] = m.Of(r)
	}
	return values
}
