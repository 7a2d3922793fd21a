package sim

import (
	"fmt"

	"grapevine/chance"
)

// rates works out a customer's own hazards: base rate × exp(attitudes), traits
// and what mechanisms sway.
func (s *Span) rates(i int32, c *customer) {
	m := s.Market
	p, a := &m.Plan.Rates, &m.Plan.Attitudes
	r := s.rate.Of
	clear(r)
	s.rate.Stage = c.stage
	sat, bond := float64(c.satisfaction), float64(c.bond)
	need, talk := 1.0, 1.0
	if m.traits != nil {
		need, talk = float64(m.traits[i].need), float64(m.traits[i].talk)
	}
	switch c.stage {
	case Unaware:
		r[Forward] = p.Notice
	case Aware:
		r[Forward] = p.Consider * need * response(a.ConsiderTrust*(float64(c.trust)-a.TrustStart))
		r[Back] = p.ForgetAware
	case Considering:
		r[Forward] = p.Decide * need
		r[Back] = p.ForgetConsidering
	case Customer:
		r[Forward] = p.Settle * response(float64(a.SettleSatisfied*sat)+float64(a.SettleBond*bond))
		r[Leave], r[Buy] = p.Leave.Customer, p.Buy.Customer
	case Loyal:
		if m.champions(c) {
			r[Forward] = p.Champion
		}
		r[Leave], r[Buy] = p.Leave.Loyal, p.Buy.Loyal
		r[Speak] = p.Speak.Loyal
	case Advocate:
		r[Back] = p.StepDown
		if !m.champions(c) {
			r[Back] += p.StepDownFailing
		}
		r[Leave], r[Buy] = p.Leave.Advocate, p.Buy.Advocate
		r[Speak] = p.Speak.Advocate
	case Lapsed:
		r[Forward] = p.Return
	}
	if bought(c.stage) {
		r[Leave] *= response(-float64(a.LeaveSatisfied*sat) - float64(a.LeaveBond*bond))
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
		for _, k := range m.running[c.stage] {
			if k < ownClocks {
				continue
			}
			t := &m.timers[int(i)*len(m.own)+int(k-ownClocks)]
			if t.wound == 0 {
				t.left = float32(m.own[k-ownClocks].luck.Resistance(purposeOwn, uint32(i), 0))
				t.wound = 1
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

// champions reports whether a customer meets both lines of an advocate.
func (m *Market) champions(c *customer) bool {
	a := &m.Plan.Attitudes
	return float64(c.satisfaction) >= a.AdvocateLine && float64(c.bond) >= a.AdvocateBond
}

// errRates is what a run ends with when a customer's clocks strike without end.
func errRates(m *Market, i int32, c *customer) error {
	return fmt.Errorf("customer %d: more than %d events in one step of %g weeks in stage %q: rates this high are most likely a mistake of unit (rates are per week); lower them or shorten step",
		i, maxStrikes, m.dt, m.Plan.stageNames()[c.stage])
}
