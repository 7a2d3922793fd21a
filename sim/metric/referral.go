package metric

import "math"

// What invitations come to.
var (
	Invitations = Metric{Name: "invitations", Unit: "count", Better: 0, Doc: "Invitations sent by customers.", Of: total("invitations")}
	Acceptances = Metric{Name: "acceptances", Unit: "count", Better: 0, Doc: "Invitations that were followed up.", Of: total("acceptances")}
	Acceptance  = Metric{Name: "acceptance", Unit: "%", Better: 1, Kind: Ratio, Doc: "Share of invitations that were accepted.",
		Of: func(r *Run) float64 { return percent(r.total("acceptances"), r.total("invitations")) }}
	Referred     = Metric{Name: "referred", Unit: "customers", Better: 1, Doc: "Customers who had accepted an invitation when they bought for the first time.", Of: total("referred")}
	ReferralRate = Metric{Name: "referral_rate", Unit: "%", Better: 0, Kind: Ratio, Doc: "Referral rate: share of customers won who had accepted an invitation.",
		Of: func(r *Run) float64 { return percent(r.total("referred"), CustomersWon.Of(r)) }}
	ReferralRevenue = Metric{Name: "referral_revenue", Unit: "money", Better: 1, Doc: "What customers credited to the referral programme have paid, first and further purchases.",
		Of: func(r *Run) float64 { return r.revenueBy(classReferral) }}
	KReferral = Metric{Name: "k_referral", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "K-factor of the referral programme, measured: invitations accepted per customer won so far.",
		Of: func(r *Run) float64 { return ratio(r.total("acceptances"), CustomersWon.Of(r)) }}
	KPredicted = Metric{Name: "k_predicted", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "K-factor of the referral programme, predicted: invitations per customer i times share accepted c, where i is the rate per present customer and week over the whole time as a customer, 1/rate of leaving. Beyond k_referral it has what present customers have yet to send; it does not know that the market fills up.",
		Of: func(r *Run) float64 {
			if r.total("invitations") == 0 {
				return math.NaN()
			}
			i := ratio(ratio(r.total("invitations"), r.customerWeeks()), r.leaving())
			return i * ratio(r.total("acceptances"), r.total("invitations"))
		}}
)
