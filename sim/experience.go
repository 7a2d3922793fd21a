package sim

import (
	"math"

	"grapevine/chance"
)

// Sale is one purchase.
type Sale struct {
	Price  int64 // paid, in hundredths of the currency
	Cost   int64 // of the goods
	First  bool  // the customer's first ever
	Count  uint32
	Appeal float64 // the experience: positive is better than expected
}

// A Discounter may lower the price of a customer's next purchase.
type Discounter interface {
	Discount(s *Span, i int32) float64 // share of the price, 0 … 1
}

var (
	purposePurchase = chance.NewPurpose("purchase: basket and experience")
	purposeManner   = chance.NewPurpose("taste, and manner of answering a survey")
)

// openAttitudes draws what stays the same in how a customer feels about a
// product, once there is something to feel.
func (m *Market) openAttitudes(i int32, c *customer) {
	a := &m.Plan.Attitudes
	if a.Taste == 0 && a.SurveyNoise == 0 {
		return
	}
	taste, manner := m.Luck.Uniforms(purposeManner, uint32(i), 0)
	if a.Taste > 0 {
		c.taste = newTurn(chance.Quantile(taste))
	}
	if a.SurveyNoise > 0 {
		c.manner = newTurn(chance.Quantile(manner))
	}
}

// purchase books a sale and lets the customer have the experience.
func (s *Span) purchase(i int32, c *customer) {
	m := s.Market
	s.stale |= staleAll
	p := &m.Plan.Product
	sale := Sale{First: c.flags&everBought == 0, Count: uint32(c.bought)}
	if c.bought++; c.bought == 0 {
		s.err = errCount(m, i, "purchases")
	}
	basket := 1.0
	if m.traits != nil {
		basket = float64(m.traits[i].basket)
	}
	much, well := 0.0, 0.0 // the luck of the basket and of the experience
	if p.BasketSpread > 0 || m.Plan.Attitudes.Noise > 0 {
		much, well = m.Luck.Uniforms(purposePurchase, uint32(i), sale.Count)
	}
	if p.BasketSpread > 0 {
		z := chance.Quantile(much)
		basket *= chance.Exp(float64(p.BasketSpread*z) - float64(p.BasketSpread*p.BasketSpread)/2)
	}
	keep := 1.0
	for _, d := range m.discount {
		keep *= 1 - d.Discount(s, i)
	}
	if s.gift {
		keep = 0
	}
	sale.Price = cents(p.Price * basket * keep)
	sale.Cost = cents(m.goods(c) * basket)
	s.flow[m.fixed.sales]++
	of := TakingRepeat
	switch {
	case sale.First:
		of = TakingNew
		c.flags |= everBought
		s.flow[m.fixed.first]++
		s.credits[c.source]++
		if m.noting() {
			s.notes.won[c.source]++
		}
	case m.passed[m.passage(i, Customer)] > 1:
		of = TakingRegained
	}
	s.earn(i, c, of, sale.Price, sale.Cost)
	if m.lives != nil && sale.First {
		m.lives.source[i], m.lives.parent[i] = int32(c.source), c.teller
	}
	sale.Appeal = s.experience(i, c, sale.Count, well)
	for _, r := range m.sellers {
		r.Sold(s, i, sale)
	}
}

// experience is what a purchase does to the attitudes: satisfaction learns
// from the difference between what was met and what was expected, good
// experiences build the bond, trust moves towards the brand's openness. luck is
// uniform.
func (s *Span) experience(i int32, c *customer, count uint32, luck float64) float64 {
	m := s.Market
	a, p := &m.Plan.Attitudes, &m.Plan.Product
	z := float64(2 * (p.Quality + m.Bonus - p.Expectation - m.Promise))
	if a.Taste > 0 {
		z += float64(a.Taste * c.taste.value())
	}
	if a.Noise > 0 {
		z += float64(a.Noise * chance.Quantile(luck))
	}
	for _, f := range m.feelers {
		z += f.Experience(i, count)
	}
	learn := a.Learning
	if count == 0 {
		learn = 1 // the first experience is all there is to go by
	}
	met := clip(z, -1, 1)
	s.feel(i, c, float64(learn*(met-float64(c.satisfaction))), float64(a.BondGain*(1-float64(c.bond))*max(0, met)), float64(a.TrustGain*(p.Transparency-float64(c.trust))))
	return z
}

// Feel changes the attitudes of the customer in hand: satisfaction, bond,
// trust, each kept within its range.
func (s *Span) Feel(i int32, satisfaction, bond, trust float64) {
	c := &s.Market.customers[i]
	s.catchUp(i, c, s.Market.step)
	s.feel(i, c, satisfaction, bond, trust)
	s.Market.rouse(i, s.Market.step)
}

func (s *Span) feel(i int32, c *customer, satisfaction, bond, trust float64) {
	c.satisfaction = float32(clip(float64(c.satisfaction)+float64(satisfaction), -1, 1))
	c.bond = float32(clip(float64(c.bond)+float64(bond), 0, 1))
	c.trust = float32(clip(float64(c.trust)+float64(trust), 0, 1))
	s.stale |= staleFeelings
	s.reckon(i, c)
}

func clip(x, low, high float64) float64 { return max(low, min(high, x)) }

// cents rounds an amount of money to hundredths.
func cents(x float64) int64 { return int64(math.Floor(float64(x*100) + 0.5)) }

// reckon keeps the counts of detractors and of survey classes true to a
// customer whose attitudes or stage have changed.
func (s *Span) reckon(i int32, c *customer) {
	m := s.Market
	before := c.flags & (detractor | surveyed | promoterBit | criticBit)
	var after uint8
	if (bought(c.stage) || c.stage == Lapsed) && float64(c.satisfaction) < m.Plan.Attitudes.DetractorLine {
		after |= detractor
	}
	if bought(c.stage) {
		after |= surveyed
		switch score := m.score(i, c); {
		case score >= 9:
			after |= promoterBit
		case score <= 6:
			after |= criticBit
		}
	}
	if after == before {
		return
	}
	s.count(before, -1)
	s.count(after, 1)
	c.flags = c.flags&^(detractor|surveyed|promoterBit|criticBit) | after
}

func (s *Span) count(flags uint8, n int64) {
	f := &s.Market.fixed
	if flags&detractor != 0 {
		s.flow[f.detractors] += n
	}
	if flags&surveyed != 0 {
		switch {
		case flags&promoterBit != 0:
			s.flow[f.promoters] += n
		case flags&criticBit != 0:
			s.flow[f.critics] += n
		default:
			s.flow[f.passives] += n
		}
	}
}

// score is the answer to "would you recommend it?", 0 … 10 (Reichheld 2003).
// A customer's way of answering stays the same.
func (m *Market) score(i int32, c *customer) int {
	a := &m.Plan.Attitudes
	x := 5 + 5*(float64(a.SurveySatisfied*float64(c.satisfaction))+float64((1-a.SurveySatisfied)*(2*float64(c.bond)-1)))
	if a.SurveyNoise > 0 {
		x += float64(a.SurveyNoise * c.manner.value())
	}
	return int(clip(math.Floor(x+0.5), 0, 10))
}
