package metric

// What is spent, by whose the channel is (paid, owned and earned media:
// Stephen & Galak 2012). They add up to the cost, to the cent.
var (
	CostPaid = Metric{Name: "cost_paid", Unit: "money", Better: 0, Doc: "Paid media: what advertising, influencers and seeding cost.",
		Of: func(r *Run) float64 { return r.spentOn(classPaid) }}
	CostOwned = Metric{Name: "cost_owned", Unit: "money", Better: 0, Doc: "Owned media: what a community and selling in it, the audience, channels, service, loyalty and the like cost.",
		Of: func(r *Run) float64 { return r.spentOn(classOwn) + r.spentOn(classCommunity) }}
	CostEarned = Metric{Name: "cost_earned", Unit: "money", Better: 0, Doc: "Earned media: what it costs to have others speak: ambassadors, employees, referral, reviews, content, events and the like. With cost_paid and cost_owned it adds up to cost.",
		Of: func(r *Run) float64 { return r.spentOn(classWOM) + r.spentOn(classReferral) }}
)
