package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func incentive(t testing.TB, set func(*mechanism.Incentive)) sim.Named {
	return named(t, "incentive", func(n *mechanism.Incentive) {
		n.Wear, n.Annoy = 0, 0
		if set != nil {
			set(n)
		}
	})
}

// paying is a market in which ambassadors are paid for many words.
func paying(t testing.TB) *sim.Plan {
	return with(settled(), named(t, "ambassadors", func(a *mechanism.Ambassadors) {
		a.Invite, a.Words, a.Persuasion, a.Reward, a.Slots = 1, 3, 0.3, 20, 60
	}))
}

// A reward that is not told of persuades better and costs trust; one in kind
// smells less and costs less. None of it reaches a market without rewards.
func TestIncentiveTerms(t *testing.T) {
	p := paying(t)
	open := with(p, incentive(t, nil))
	hide := func(out, scandal float64) *sim.Plan {
		return with(p, incentive(t, func(n *mechanism.Incentive) { n.Disclosed, n.FoundOut, n.Scandal, n.Offence = false, out, scandal, 0.5 }))
	}
	moved(t, hide(0, 0), open, map[string]response{"credit": credited("ambassadors")}, nil, map[string]response{"seen through": over("seen_through")})
	moved(t, hide(0.5, 0), hide(0, 0), map[string]response{"seen through": over("seen_through")}, map[string]response{"trust": trust}, nil)
	moved(t, hide(0.5, 20), hide(0.5, 0), nil, map[string]response{"credit": credited("ambassadors")}, nil)
	kind := with(p, incentive(t, func(n *mechanism.Incentive) { n.Kind = "kind" }))
	cost := func(tr *sim.Trace) float64 { return account("ambassadors")(tr) / over("ambassador_words")(tr) }
	moved(t, kind, open, map[string]response{"credit": credited("ambassadors"), "less cost a word": cost}, nil, nil)
	unpaid := with(settled(), named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Persuasion = 1, 3, 0.3 }))
	alike(t, with(unpaid, incentive(t, func(n *mechanism.Incentive) { n.Disclosed, n.Wear, n.Annoy = false, 1, 1 })), unpaid, "incentive")
	// Cash openly told of is what holds without the table.
	moved(t, open, p, nil, nil, map[string]response{"credit": credited("ambassadors"), "sales": over("sales"), "trust": trust, "cost": spending})
	// Of those who hear a hidden word, the share that it says sees through it.
	tr := run(t, hide(0.3, 0), 0)
	if got, n := over("seen_through")(tr), over("mentions_paid")(tr); math.Abs(got-0.3*n) > 4.5*math.Sqrt(n)+0.02*n {
		t.Errorf("%g of %g words seen through, want .3 of them", got, n)
	}
}

// Rewarded invitations, too, wear the authenticity of all who speak for the
// brand down, and so do prizes for content.
func TestIncentiveErodesAlike(t *testing.T) {
	genuine := named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Persuasion, a.Script = 1, 3, 0.3, 0 })
	p := with(settled(), genuine,
		named(t, "referral", func(f *mechanism.Referral) { f.Rate, f.RewardSender, f.Accept = 2, 50, 0 }),
		named(t, "content", func(u *mechanism.Content) { u.Rate, u.Prizes, u.Persuasion = 1, 5000, 0 }))
	p.Attitudes.AuthenticityHeal = 0
	worn := func(invited, prizes float64) *sim.Plan {
		return with(p, incentive(t, func(n *mechanism.Incentive) { n.Invited, n.Prizes = invited, prizes }))
	}
	for name, q := range map[string]*sim.Plan{"referral": worn(3, 0), "content": worn(0, 0.3)} {
		t.Run(name, func(t *testing.T) {
			moved(t, q, worn(0, 0), nil, map[string]response{"ambassadors": credited("ambassadors")}, nil)
		})
	}
}

// More paid posts raise reach but lower persuasion: sales are an inverted U in
// how often influencers post (Leung, Gu, Li, Zhang & Palmatier 2022), because words that
// come too often wear out and annoy. Where they do not, there is no U.
func TestTooManySponsoredPosts(t *testing.T) {
	p := market(300, 26)
	p.Rates.Notice, p.Rates.Consider = 0.002, 0.03
	p.Attitudes.ConsiderTrust = 3
	posting := func(every, wear, annoy float64) *sim.Plan {
		return with(p, incentive(t, func(n *mechanism.Incentive) { n.Wear, n.Annoy, n.Tolerance = wear, annoy, 1 }),
			named(t, "influencers", func(f *mechanism.Influencers) {
				f.Every, f.Count, f.View, f.Persuasion, f.Fit = every, 20, 0.5, 0.3, 1
			}))
	}
	bought := map[string]response{"first purchases": over("first_purchases")}
	heard := map[string]response{"paid words": over("mentions_paid")}
	few, some, many := posting(13, 0.3, 0.2), posting(3, 0.3, 0.2), posting(0.25, 0.3, 0.2)
	moved(t, some, few, heard, nil, nil)
	moved(t, many, some, heard, nil, nil)
	moved(t, some, few, bought, nil, nil)
	moved(t, many, some, nil, bought, nil)
	moved(t, posting(0.25, 0, 0), posting(3, 0, 0), bought, nil, nil)
}

// Prizes are given to those who reach a tier, cost what they say, and make
// senders who are close invite more. Whoever was invited and invites in turn is
// counted apart.
func TestReferralTiers(t *testing.T) {
	p := settled()
	tiered := func(set func(*mechanism.Referral)) *sim.Plan {
		return with(p, named(t, "referral", func(f *mechanism.Referral) {
			f.Rate, f.Accept, f.Push = 0.6, 0.8, 5
			if set != nil {
				set(f)
			}
		}))
	}
	moved(t, tiered(func(f *mechanism.Referral) { f.Tiers, f.Prizes = []float64{2, 4}, []float64{200, 100} }), tiered(nil),
		map[string]response{"invitations": over("invitations"), "prizes": over("referral_prizes")},
		map[string]response{"cost": account("referral")}, map[string]response{"words": over("mentions_paid")})
	tr := run(t, tiered(func(f *mechanism.Referral) { f.Tiers, f.Prizes = []float64{2}, []float64{50} }), 0)
	if got, want := -account("referral")(tr), 50*over("referral_prizes")(tr); got != want || want == 0 {
		t.Errorf("prizes cost %.2f, want %.2f", got, want)
	}
	if on, all := over("referred_on")(tr), over("referred")(tr); on == 0 || on >= all {
		t.Errorf("%g of %g were invited by somebody who had been", on, all)
	}
	// The cap is for rewards, not for prizes.
	tr = run(t, tiered(func(f *mechanism.Referral) {
		f.Tiers, f.Prizes, f.RewardSender, f.Cap = []float64{2}, []float64{50}, 1, 1
	}), 0)
	if over("referral_prizes")(tr) == 0 {
		t.Error("no prize with a cap of one reward")
	}
	for _, f := range []*mechanism.Referral{{Tiers: []float64{1}}, {Tiers: []float64{3, 2}, Prizes: []float64{1, 1}}} {
		if len(f.Check(p)) != 1 {
			t.Errorf("tiers %v, prizes %v have faults %v", f.Tiers, f.Prizes, f.Check(p))
		}
	}
}

// Advocates who contradict each other persuade less and wear authenticity down.
func TestInconsistentAmbassadors(t *testing.T) {
	p := settled()
	p.Attitudes.AuthenticityHeal = 0
	speaking := func(scatter, erosion float64) *sim.Plan {
		return with(p, named(t, "ambassadors", func(a *mechanism.Ambassadors) {
			a.Invite, a.Words, a.Persuasion, a.Slots, a.Script, a.Scatter, a.Erosion = 1, 3, 0.3, 60, 0, scatter, erosion
		}))
	}
	credit := map[string]response{"credit": credited("ambassadors")}
	moved(t, speaking(0.8, 0), speaking(0, 0), nil, credit, map[string]response{"paid words": over("mentions_paid")})
	moved(t, speaking(0.8, 3), speaking(0.8, 0), nil, credit, nil)
	moved(t, speaking(0, 3), speaking(0, 0), nil, nil, map[string]response{"credit": credited("ambassadors"), "cost": spending})
}
