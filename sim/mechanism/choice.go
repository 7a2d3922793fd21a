package mechanism

import "grapevine/sim"

// Choice says how customers weigh the brand against its rivals at an occasion
// to choose: by multinomial logit (McFadden 1974; Guadagni & Little 1983 on
// brands and the inertia of habit). It is read by rivals, and does nothing
// without one.
type Choice struct {
	Price      float64 `toml:"price" default:"2" range:"[0,)" doc:"Weight of the price: what an option is worth falls by this with the logarithm of its price."`
	Quality    float64 `toml:"quality" default:"3" range:"[0,)" doc:"Weight of the quality."`
	Experience float64 `toml:"experience" default:"1.5" range:"[0,)" doc:"Weight of the satisfaction of those who know an option from use."`
	Bond       float64 `toml:"bond" default:"2" range:"[0,)" doc:"Weight of the emotional bond with a brand; with a rival its customers have the bond that its warmth makes."`
	Peers      float64 `toml:"peers" default:"2" range:"[0,)" doc:"Weight of the share of one's ties who use an option, each by its trust."`
	Inertia    float64 `toml:"inertia" default:"1.5" range:"[0,)" doc:"What habit and the trouble of switching add to the brand one uses."`
	Nothing    float64 `toml:"nothing" default:"-2" range:"[-50,50]" doc:"What buying nothing is worth to somebody who uses no brand, beside the brand as a stranger sees it."`
	Attention  float64 `toml:"attention" default:"0.3" range:"[0,1]" doc:"Share of the own need to look at another brand that somebody still has who uses one."`
	Follow     float64 `toml:"follow" default:"0.02" range:"[0,1]" doc:"Probability that a fully trusted tie who switches to a brand takes one a stage on towards it."`
}

// Check implements sim.Mechanism.
func (c *Choice) Check(*sim.Plan) []error { return nil }

// Enter implements sim.Mechanism.
func (c *Choice) Enter(*sim.Market) any { return nil }
