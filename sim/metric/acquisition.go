package metric

import (
	"math"
	"strings"
)

// What it costs to win customers, by what wins them. Costs are those of the
// mechanisms of a class, customers those credited to the sources of the class,
// both up to the horizon. The costs of the classes and of what serves present
// customers (service, channels and the like) add up to cost; the customers of
// the classes and those won by their own need add up to customers_won.
var (
	CACPaid = acquired("paid", classPaid, "bought attention: advertising, influencers, seeding")
	CACWOM  = acquired("wom", classWOM, "word of mouth: talk, ambassadors, employees, content, sharing, selling, reviews, events")
	CACRef  = acquired("referral", classReferral, "the referral programme")
	CACComm = acquired("community", classCommunity, "the community and what is sold in it")
	LTVCAC  = Metric{Name: "ltv_cac", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Lifetime value, realised, per unit of blended acquisition cost: clv/cac.",
		Of: func(r *Run) float64 { return ratio(CLV.Of(r), CAC.Of(r)) }}
	SpendAvoided = Metric{Name: "spend_avoided", Unit: "money", Better: 1, Doc: "What the customers credited to people would have cost at the cost of a paid one, less what was spent on winning them through people. Does not exist if none was won by what is paid for.",
		Of: func(r *Run) float64 {
			var won, spent float64
			for _, c := range []class{classWOM, classReferral, classCommunity} {
				won += r.wonBy(c)
				spent += r.spentOn(c)
			}
			return float64(won*CACPaid.Of(r)) - spent
		}}
)

func acquired(name string, of class, about string) Metric {
	return Metric{
		Name: "cac_" + name, Unit: "money", Better: -1, Kind: Ratio,
		Doc: "Acquisition cost of a customer credited to " + about + ": what that has cost per customer. Does not exist if none is.",
		Of:  func(r *Run) float64 { return ratio(r.spentOn(of), r.wonBy(of)) },
	}
}

// class is what kind of thing a mechanism or a source of credit is, for who
// pays for attention.
type class uint8

const (
	classOwn class = iota // own need, and what the brand does for those who come
	classPaid
	classWOM
	classReferral
	classCommunity
)

// classes lists the kinds that are not word of mouth. Networks, whose names are
// the scenario's, are.
var classes = map[string]class{
	"own need": classOwn, "service": classOwn, "channels": classOwn, "crisis": classOwn, "feedback": classOwn,
	"products": classOwn, "values": classOwn, "loyalty": classOwn, "rivals": classOwn, "engagement": classOwn, "winback": classOwn,
	"emotion": classOwn, "expectations": classOwn, "churn": classOwn, "inventory": classOwn,
	"advertising": classPaid, "influencers": classPaid, "seeding": classPaid,
	"referral": classReferral, "community": classCommunity, "commerce": classCommunity,
}

// classOf returns the class of a source or an account. A second campaign, such
// as "advertising.spring", is as its first.
func classOf(name string) class {
	kind, _, _ := strings.Cut(name, ".")
	if c, known := classes[kind]; known {
		return c
	}
	return classWOM
}

// wonBy returns the customers credited to a class.
func (r *Run) wonBy(c class) float64 {
	n := r.notes()
	if n == nil {
		return math.NaN()
	}
	var won int64
	for k, name := range r.Trace.Sources {
		if classOf(name) == c {
			won += n.Sources[k].Won
		}
	}
	return float64(won)
}

// revenueBy returns what the customers credited to a class have paid.
func (r *Run) revenueBy(c class) float64 {
	n := r.notes()
	if n == nil {
		return math.NaN()
	}
	var paid int64
	for k, name := range r.Trace.Sources {
		if classOf(name) == c {
			paid += n.Sources[k].Revenue
		}
	}
	return currency(paid)
}

// spentOn returns what the mechanisms of a class have cost.
func (r *Run) spentOn(c class) float64 {
	var sum int64
	for k, amount := range r.Ledger() {
		if name := r.Trace.Accounts[k]; name != "revenue" && name != "unit cost" && classOf(name) == c {
			sum -= amount
		}
	}
	return currency(sum)
}
