package metric

import "slices"

// Kinds lists the responses in the order of their columns.
var Kinds = []Metric{
	// Money.
	Sales,
	Revenue,
	RevenueNew,
	RevenueRepeat,
	RevenueRegained,
	RevenueFurther,
	RevenueEarly,
	RevenueVolatility,
	Margin,
	Cost,
	CostPaid,
	CostOwned,
	CostEarned,
	Profit,
	NPV,
	ROI,
	BreakEvenWeek,
	PaidBack,
	CLV,
	CLVModel,
	Equity,
	Surplus,

	// What is due to the strategy, beside its twin.
	IncrementalProfit,
	IncrementalROI,
	IncrementalWeek,
	CustomersGained,
	CustomersLost,
	GainExpansion,
	GainLoss,
	GainAcceleration,
	GainRetention,
	GainRepeat,
	GainCrossSell,
	GainTerms,
	GainGifts,
	GainCost,

	// Winning customers.
	CustomersWon,
	Penetration,
	CAC,
	CACPaid,
	CACWOM,
	CACRef,
	CACComm,
	LTVCAC,
	SpendAvoided,
	PeakWeek,
	PeakHeight,
	Won16,
	Won50,
	Won84,
	Won95,
	GrowthAfter,
	WOMShare,
	WOMCounterfactual,

	// Who is there.
	Customers,
	LoyalShare,
	Advocates,
	Detractors,
	Leads,
	OwnedAudience,

	// Keeping customers.
	RepeatShare,
	Churn,
	Retention,
	Retained13,
	Retained52,
	Survival26,
	Survival52,
	WeeksPresent,

	// Being known.
	Awareness,
	Reach,
	ReachPaid,
	ReachEarned,
	ReachOrganic,
	UnpaidReach,
	EarnedPaid,
	Frequency,
	Aware16,
	Aware50,
	Aware84,

	// Being spoken of.
	NPS,
	NPSError,
	NPSCount,
	Mentions,
	GoodMentions,
	BadMentions,
	PaidMentions,
	PositiveRatio,
	Sentiment,
	Shares,
	Interactions,
	Reviews,
	KFactor,
	MarketShare,
	SalesShare,
	VoiceShare,
	AdShare,
	SwitchedIn,
	SwitchedOut,
	CascadeMean,
	CascadeMax,
	CascadeDepth,
	ViralityMean,
	ViralityMax,

	// Referral.
	Invitations,
	Acceptances,
	Acceptance,
	Referred,
	ReferralRate,
	ReferralRevenue,
	KReferral,
	KPredicted,
	CRV,

	// Community.
	Members,
	ActiveMembers,
	ActiveShare,
	Joins,
	Quits,
	PostRate,
	TiesKept,
	AdvocateTies,

	// The journey.
	UnawareToAware,
	AwareToConsidering,
	ConsideringToCustomer,
	CustomerToLoyal,
	LoyalToAdvocate,
	UnawareToAwareCohort,
	AwareToConsideringCohort,
	ConsideringToCustomerCohort,
	CustomerToLoyalCohort,
	LoyalToAdvocateCohort,
	WeeksUnaware,
	WeeksAware,
	WeeksConsidering,
	WeeksCustomer,
	WeeksLoyal,
	WeeksAdvocate,
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
