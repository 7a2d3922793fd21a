package sim

import (
	"fmt"

	"grapevine/chance"
)

// openRates lays out the journey's rates before attitudes, by stage.
func (m *Market) openRates() {
	p := &m.Plan.Rates
	m.base = [MaxStages][ownClocks]float64{
		Unaware:     {Forward: p.Notice},
		Aware:       {Forward: p.Consider, Back: p.ForgetAware},
		Considering: {Forward: p.Decide, Back: p.ForgetConsidering},
		Customer:    {Forward: p.Settle, Leave: p.Leave.Customer, Buy: p.Buy.Customer},
		Loyal:       {Forward: p.Champion, Leave: p.Leave.Loyal, Buy: p.Buy.Loyal, Speak: p.Speak.Loyal},
		Advocate:    {Back: p.StepDown, Leave: p.Leave.Advocate, Buy: p.Buy.Advocate, Speak: p.Speak.Advocate},
		Lapsed:      {Forward: p.Return},
	}
}

// rates works out a customer's own hazards: base rate × exp(attitudes), traits
// and what mechanisms sway.
func (s *Span) rates(i int32, c *customer) {
	m := s.Market
	p, a := &m.Plan.Rates, &m.Plan.Attitudes
	s.rate.Stage = c.stage
	s.rate.Parts = s.rate.Parts[:0]
	r := s.rate.Of
	copy(r, m.base[c.stage][:])
	need, talk := 1.0, 1.0
	if m.traits != nil {
		need, talk = float64(m.traits[i].need), float64(m.traits[i].talk)
	}
	sat, bond, trust := float64(c.satisfaction), float64(c.bond), float64(c.trust)-a.TrustStart
	switch c.stage {
	case Unaware:
		if m.traits != nil {
			r[Forward] *= float64(m.traits[i].notice)
		}
	case Aware:
		r[Forward] *= need * response(a.ConsiderTrust*trust)
	case Considering:
		r[Forward] *= need
	case Customer:
		r[Forward] *= response(float64(a.SettleSatisfied*sat) + float64(a.SettleBond*bond) + float64(a.SettleTrust*trust))
	case Loyal:
		if !m.champions(c) {
			r[Forward] = 0
		}
	case Advocate:
		if !m.champions(c) {
			r[Back] += p.StepDownFailing
		}
	}
	if bought(c.stage) {
		r[Leave] *= response(-float64(a.LeaveSatisfied*sat) - float64(a.LeaveBond*bond) - float64(a.LeaveTrust*trust))
		r[Buy] *= need * response(a.BuySatisfied*sat)
	}
	if bought(c.stage) || c.stage == Lapsed {
		u := p.Speak.Base
		if sat > 0 {
			u += float64(p.Speak.Delighted * sat * sat)
		} else {
			u += float64(p.Speak.Disappointed * sat * sat)
		}
		r[Speak] = float64((r[Speak] + u) * talk)
		if c.stage == Lapsed {
			r[Speak] *= p.Speak.Lapsed
		}
	}
	if len(m.own) > 0 {
		for _, k := range m.running[c.stage][c.roles()] {
			if k < ownClocks {
				continue
			}
			if t := &m.timers[int(i)*len(m.own)+int(k-ownClocks)]; t.wound == 0 {
				m.windOwn(t, i, k)
			}
			r[k] = m.own[k-ownClocks].Rate(i)
		}
	}
	for _, w := range m.swayers {
		w.Sway(m, i, &s.rate)
	}
}

// response is the factor by which attitudes multiply a base hazard:
// exp(x) with x kept within ±3, as in proportional-hazards models.
func response(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x > 3:
		x = 3
	case x < -3:
		x = -3
	}
	return chance.Exp(x)
}

// champions reports whether a customer meets the lines of an advocate.
func (m *Market) champions(c *customer) bool {
	a := &m.Plan.Attitudes
	return float64(c.satisfaction) >= a.AdvocateLine && float64(c.bond) >= a.AdvocateBond && float64(c.trust) >= a.AdvocateTrust
}

// errRates is what a run ends with when a customer's clocks strike without end.
func errRates(m *Market, i int32, c *customer) error {
	return fmt.Errorf("customer %d: more than %d events in one step of %.3g weeks in stage %q: rates this high are most likely a mistake of unit (rates are per week); lower them or shorten step",
		i, maxStrikes, m.dt, m.Plan.stageNames()[c.stage])
}
