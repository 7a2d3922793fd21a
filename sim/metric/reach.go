package metric

import (
	"math"

	"grapevine/sim"
)

// Who was reached, and by what. Somebody is reached by what is paid for who has
// heard a word that was paid for, was given the product or has noticed the brand
// through advertising; by what is earned, who has heard a word that was not paid
// for, or has been moved by what customers show: a community, reviews, content.
// The same person may be reached by both.
var (
	ReachPaid = Metric{Name: "reach_paid", Unit: "customers", Better: 0, Doc: "Distinct people reached by what is paid for: a paid word, the product as a gift, or advertising that made them notice the brand.",
		Of: func(r *Run) float64 { return r.reached(func(t touch) bool { return t.paid }) }}
	ReachEarned = Metric{Name: "reach_earned", Unit: "customers", Better: 1, Doc: "Distinct people reached by others without pay: an unpaid word, good or bad, an invitation, a community, reviews, content.",
		Of: func(r *Run) float64 { return r.reached(func(t touch) bool { return t.earned }) }}
	ReachOrganic = Metric{Name: "reach_organic", Unit: "customers", Better: 1, Doc: "Distinct people reached by others or by their own need, and by nothing that is paid for.",
		Of: func(r *Run) float64 { return r.reached(func(t touch) bool { return !t.paid }) }}
	UnpaidReach = Metric{Name: "unpaid_reach", Unit: "%", Better: 1, Kind: Ratio, Doc: "Unpaid share of reach: of the people reached in any way, those by nothing that is paid for.",
		Of: func(r *Run) float64 {
			return percent(ReachOrganic.Of(r), ReachOrganic.Of(r)+ReachPaid.Of(r))
		}}
	EarnedPaid = Metric{Name: "earned_paid", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Earned to paid reach: people reached by others without pay per person reached by what is paid for.",
		Of: func(r *Run) float64 { return ratio(ReachEarned.Of(r), ReachPaid.Of(r)) }}
	Frequency = Metric{Name: "frequency", Unit: "ratio", Better: 0, Kind: Ratio, Doc: "Words heard per person who has heard any.",
		Of: func(r *Run) float64 {
			if r.notes() == nil {
				return math.NaN()
			}
			return ratio(float64(r.notes().Heard), r.reached(func(t touch) bool { return t.heard }))
		}}
	OwnedAudience = Metric{Name: "owned_audience", Unit: "customers", Better: 1, Doc: "People the brand can address without paying for reach, at the horizon: its audience (engagement), and members of its community and of its loyalty programme; who is several of these counts as often.",
		Of: func(r *Run) float64 { return r.level("audience") + r.level("members") + r.level("loyalty_members") }}
	Leads = Metric{Name: "leads", Unit: "customers", Better: 1, Doc: "People who consider a purchase, at the horizon.", Of: level("n_considering")}
)

// touch says in which ways somebody was reached.
type touch struct{ paid, earned, heard bool }

// reached counts those reached in some way.
func (r *Run) reached(how func(touch) bool) float64 {
	n := r.notes()
	if n == nil {
		return math.NaN()
	}
	var paid, earned sim.Met
	for k, name := range r.Trace.Sources {
		switch classOf(name) {
		case classPaid:
			paid |= sim.MetSource(k)
		case classWOM, classReferral, classCommunity:
			earned |= sim.MetSource(k)
		}
	}
	count := 0
	for met, people := range n.Met {
		if how(touch{
			paid:   met&(paid|sim.MetPaid|sim.MetGift) != 0,
			earned: met&(earned|sim.MetFree) != 0,
			heard:  met&(sim.MetFree|sim.MetPaid) != 0,
		}) {
			count += people
		}
	}
	return float64(count)
}
