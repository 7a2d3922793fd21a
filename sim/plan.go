package sim

import (
	"grapevine/network"
)

// Plan is one strategy's market, ready to run: everything a run depends on but
// its luck. A plan is not changed by running it, so many runs may share it.
type Plan struct {
	Customers   int
	Weeks       int
	Step        float64 // length of a step in weeks
	Synchronous bool    // at most one move a step, all reads before all writes

	Stages []string // the journey's stages in order; nil is the full journey
	Moves  []Move   // moves beyond those of the full journey

	Rates     Rates
	Attitudes Attitudes
	Hearing   Hearing
	Product   Product
	Segments  []Segment // nil is one segment of ordinary customers
	Placement Placement // of segments on the ties
	Layers    []Layer

	Mechanisms []Named // in order of name
	Tallies    []Tally // columns beyond those of the plan's own mechanisms, so that tables of many plans agree

	Record Record
}

// Named is a mechanism under the name of its table, such as "talk" or, for a
// second campaign, "advertising.spring".
type Named struct {
	Name      string
	Mechanism Mechanism
}

// Record says what a run keeps beyond its weekly table. It changes nothing
// that happens in the run.
type Record struct {
	Customers bool // every customer's life
	Notes     bool // lengths of stay, exposure, and what sources have brought
	Until     int  // week up to which notes are taken; 0 is the last
	Purchases bool // every customer's purchases
}

// Layer is one kind of tie between customers, under its name.
type Layer struct {
	Name  string
	Graph network.Generator
	LayerTable
}

// LayerTable holds the keys of a network table that are not the graph's own.
type LayerTable struct {
	Trust  float64 `toml:"trust" default:"1" range:"[0,1]" doc:"How much a word that comes by this kind of tie is believed, beside one from a close friend."`
	Redraw bool    `toml:"redraw" default:"false" doc:"Whether the ties are drawn anew at every step: chance acquaintances rather than friends."`
	Share  float64 `toml:"share" default:"1" range:"[0,)" doc:"Share of addressed conversations that take this kind of tie, relative to the other kinds."`
}

// Move is an exit that a scenario adds to the journey at a constant rate.
type Move struct {
	From string  `toml:"from" doc:"Stage that is left."`
	To   string  `toml:"to" doc:"Stage that is entered."`
	Rate float64 `toml:"rate" unit:"1/week" range:"[0,)" doc:"Hazard of the move."`
}

// Rates are the journey's base hazards. Attitudes multiply them, mechanisms
// add to them.
type Rates struct {
	Notice            float64    `toml:"notice" unit:"1/week" default:"0" range:"[0,)" doc:"Unaware customers notice the brand without any help: shelves, footfall, chance."`
	Consider          float64    `toml:"consider" unit:"1/week" default:"0.008" range:"[0,)" doc:"Aware customers begin to consider a purchase by themselves."`
	Decide            float64    `toml:"decide" unit:"1/week" default:"0.1" range:"[0,)" doc:"Considering customers buy for the first time."`
	Settle            float64    `toml:"settle" unit:"1/week" default:"0.02" range:"[0,)" doc:"Customers become loyal."`
	Champion          float64    `toml:"champion" unit:"1/week" default:"0.05" range:"[0,)" doc:"Loyal customers who are satisfied and bonded become advocates."`
	StepDown          float64    `toml:"step_down" unit:"1/week" default:"0" range:"[0,)" doc:"Advocates fall back to loyal, whatever they feel."`
	StepDownFailing   float64    `toml:"step_down_failing" unit:"1/week" default:"0.1" range:"[0,)" doc:"Advocates fall back to loyal once satisfaction or bond is below its line."`
	ForgetAware       float64    `toml:"forget_aware" unit:"1/week" default:"0.005" range:"[0,)" doc:"Aware customers forget the brand."`
	ForgetConsidering float64    `toml:"forget_considering" unit:"1/week" default:"0.04" range:"[0,)" doc:"Considering customers put the purchase off."`
	Leave             LeaveRates `toml:"leave"`
	Return            float64    `toml:"return" unit:"1/week" default:"0.002" range:"[0,)" doc:"Lapsed customers consider the brand again."`
	Buy               BuyRates   `toml:"buy"`
	Speak             SpeakRates `toml:"speak"`
}

// LeaveRates are the hazards of leaving the brand, by stage.
type LeaveRates struct {
	Customer float64 `toml:"customer" unit:"1/week" default:"0.015" range:"[0,)" doc:"Customers leave."`
	Loyal    float64 `toml:"loyal" unit:"1/week" default:"0.006" range:"[0,)" doc:"Loyal customers leave."`
	Advocate float64 `toml:"advocate" unit:"1/week" default:"0.003" range:"[0,)" doc:"Advocates leave."`
}

// BuyRates are the rates of repeat purchase, by stage.
type BuyRates struct {
	Customer float64 `toml:"customer" unit:"1/week" default:"0.06" range:"[0,)" doc:"Customers buy again."`
	Loyal    float64 `toml:"loyal" unit:"1/week" default:"0.12" range:"[0,)" doc:"Loyal customers buy again."`
	Advocate float64 `toml:"advocate" unit:"1/week" default:"0.14" range:"[0,)" doc:"Advocates buy again."`
}

// SpeakRates make the rate of conversation U-shaped in satisfaction (Anderson
// 1998): base + delighted·max(s,0)² + disappointed·max(-s,0)², plus what the
// stage adds.
type SpeakRates struct {
	Base         float64 `toml:"base" unit:"1/week" default:"0.12" range:"[0,)" doc:"Conversations of a customer who feels nothing much."`
	Delighted    float64 `toml:"delighted" unit:"1/week" default:"0.6" range:"[0,)" doc:"Further conversations at full satisfaction; half of it gives a quarter."`
	Disappointed float64 `toml:"disappointed" unit:"1/week" default:"6.5" range:"[0,)" source:"U shape with the dissatisfied somewhat more active: Anderson 1998; the size is illustrative" doc:"Further conversations at full dissatisfaction."`
	Loyal        float64 `toml:"loyal" unit:"1/week" default:"0.05" range:"[0,)" doc:"What being loyal adds."`
	Advocate     float64 `toml:"advocate" unit:"1/week" default:"0.2" range:"[0,)" doc:"What being an advocate adds."`
	Lapsed       float64 `toml:"lapsed" default:"0.6" range:"[0,1]" doc:"Share of their conversations that lapsed customers still have."`
}

// Attitudes say how experience forms satisfaction, bond and trust, and what
// these do to the journey.
type Attitudes struct {
	Learning         float64 `toml:"learning" default:"0.3" range:"[0,1]" doc:"Weight of the newest experience in satisfaction."`
	Noise            float64 `toml:"noise" default:"0.3" range:"[0,)" doc:"Spread of experiences around the customer's usual one."`
	Taste            float64 `toml:"taste" default:"0.55" range:"[0,)" doc:"Spread of how well the product fits different customers."`
	BondGain         float64 `toml:"bond_gain" default:"0.15" range:"[0,1]" doc:"How fast good experiences build the emotional bond."`
	BondDecay        float64 `toml:"bond_decay" unit:"1/week" default:"0.005" range:"[0,)" doc:"How fast the bond fades without contact."`
	TrustStart       float64 `toml:"trust_start" default:"0.5" range:"[0,1]" doc:"Trust before any experience."`
	TrustGain        float64 `toml:"trust_gain" default:"0.1" range:"[0,1]" doc:"Weight of the newest signal in trust."`
	ConsiderTrust    float64 `toml:"consider_trust" default:"1" doc:"Coefficient of trust (about its start) in considering."`
	SettleSatisfied  float64 `toml:"settle_satisfaction" default:"1.5" doc:"Coefficient of satisfaction in becoming loyal."`
	SettleBond       float64 `toml:"settle_bond" default:"1" doc:"Coefficient of the bond in becoming loyal."`
	SettleTrust      float64 `toml:"settle_trust" default:"0" doc:"Coefficient of trust (about its start) in becoming loyal."`
	LeaveSatisfied   float64 `toml:"leave_satisfaction" default:"1.5" doc:"Coefficient with which satisfaction holds a customer back from leaving."`
	LeaveBond        float64 `toml:"leave_bond" default:"1" doc:"Coefficient with which the bond holds a customer back from leaving."`
	LeaveTrust       float64 `toml:"leave_trust" default:"0" doc:"Coefficient with which trust (about its start) holds a customer back from leaving."`
	BuySatisfied     float64 `toml:"buy_satisfaction" default:"0.5" doc:"Coefficient of satisfaction in buying again."`
	AdvocateLine     float64 `toml:"advocate_satisfaction" default:"0.25" range:"[-1,1]" doc:"Satisfaction an advocate must have."`
	AdvocateBond     float64 `toml:"advocate_bond" default:"0.25" range:"[0,1]" doc:"Bond an advocate must have."`
	AdvocateTrust    float64 `toml:"advocate_trust" default:"0" range:"[0,1]" doc:"Trust an advocate must have."`
	DetractorLine    float64 `toml:"detractor_line" default:"0.2" range:"[-1,1]" doc:"Satisfaction below which a present or past customer speaks against the brand."`
	SurveySatisfied  float64 `toml:"survey_satisfaction" default:"0.9" range:"[0,1]" doc:"Weight of satisfaction, against the bond, in the recommendation score of 0 to 10."`
	SurveyNoise      float64 `toml:"survey_noise" default:"0.8" range:"[0,)" doc:"Spread of the answers of customers who feel the same, in points of the score."`
	AuthenticityHeal float64 `toml:"authenticity_recovery" unit:"1/week" default:"0.02" range:"[0,)" doc:"How fast lost authenticity comes back."`
}

// Hearing says what a word does to the customer who hears it.
type Hearing struct {
	Unaware       float64 `toml:"unaware" default:"1" range:"[0,)" doc:"Weight of a word on noticing the brand."`
	Aware         float64 `toml:"aware" default:"6" range:"[0,)" doc:"Weight of a word on considering a purchase."`
	Considering   float64 `toml:"considering" default:"5" range:"[0,)" doc:"Weight of a word on deciding."`
	Lapsed        float64 `toml:"lapsed" default:"0.3" range:"[0,)" doc:"Weight of a word on coming back."`
	Bond          float64 `toml:"bond" default:"0.3" range:"[0,)" doc:"How much a good word lifts the bond of somebody who is a customer already."`
	Negative      float64 `toml:"negative" default:"0.55" range:"[0,)" source:"East, Hammond & Lomax 2008: effect of negative on positive word of mouth on purchase probability" doc:"Strength of a bad word beside a good one."`
	NegativeLeave float64 `toml:"negative_leave" default:"0.5" range:"[0,)" doc:"Weight of a bad word on leaving."`
}

// Product is what is sold, and what it leaves.
type Product struct {
	Price        float64 `toml:"price" unit:"money" default:"40" range:"[0,)" doc:"Price of a usual basket."`
	UnitCost     float64 `toml:"unit_cost" unit:"money" default:"18" range:"[0,)" doc:"Cost of goods of a usual basket."`
	BasketSpread float64 `toml:"basket_spread" default:"0" range:"[0,)" doc:"Spread of baskets: standard deviation of their logarithm; the mean stays."`
	UsualPrice   float64 `toml:"usual_price" unit:"money" default:"0" range:"[0,)" doc:"Price at which the rates of buying hold; at another price demand follows the elasticity. 0 is the price itself."`
	Elasticity   float64 `toml:"price_elasticity" default:"1.5" range:"[0,)" doc:"How strongly the price counts: the resistance to a purchase goes with the price, relative to the usual one, to this power."`
	Quality      float64 `toml:"quality" default:"0.7" range:"[0,1]" doc:"Quality of product and service as customers meet it."`
	Expectation  float64 `toml:"expectation" default:"0.4" range:"[0,1]" doc:"Quality that customers expect before any promise."`
	Transparency float64 `toml:"transparency" default:"0.6" range:"[0,1]" doc:"How open the brand is; trust moves towards it."`
}

// Segment is a group of customers alike in what they are like.
type Segment struct {
	Name                string             `toml:"name" doc:"Name of the segment."`
	Share               float64            `toml:"share" default:"1" range:"(0,1]" doc:"Share of the market; the shares add up to 1."`
	Talkativeness       float64            `toml:"talkativeness" default:"1" range:"[0,)" doc:"Conversations relative to an ordinary customer."`
	TalkativenessSpread float64            `toml:"talkativeness_spread" default:"0" range:"[0,)" doc:"Standard deviation of the logarithm of talkativeness."`
	TalkByTies          float64            `toml:"talk_by_ties" default:"0" range:"[0,2]" source:"Hinz, Skiera, Barrot & Becker 2011: those with more ties are more active, not more persuasive; 0 is off" doc:"How strongly talkativeness goes with the number of ties: it goes with ties, relative to the mean, to this power; what a word does stays the same."`
	Susceptibility      float64            `toml:"susceptibility" default:"1" range:"[0,)" doc:"Effect of words relative to an ordinary customer."`
	SusceptibleSpread   float64            `toml:"susceptibility_spread" default:"0" range:"[0,)" doc:"Standard deviation of the logarithm of susceptibility."`
	LeadersSwayed       float64            `toml:"leaders_resist" default:"0" range:"[0,2]" source:"Iyengar, Van den Bulte & Valente 2011: self-reported leaders are swayed less by their ties; 0 is off" doc:"How strongly those who talk much resist what others say: susceptibility goes with the customer's own talkativeness to the power of minus this."`
	HeavyUsersLead      float64            `toml:"heavy_users_lead" default:"0" range:"[0,2]" source:"Iyengar, Van den Bulte & Valente 2011: heavy users influence their ties more; 0 is off" doc:"How strongly the words of heavy users count: the effect of a word goes with what its speaker would spend (basket times need) to this power."`
	Basket              float64            `toml:"basket" default:"1" range:"[0,)" doc:"Size of a basket relative to an ordinary customer's."`
	BasketSpread        float64            `toml:"basket_spread" default:"0" range:"[0,)" doc:"Standard deviation of the logarithm of the customer's own usual basket."`
	Margin              float64            `toml:"margin" default:"1" range:"[0,)" doc:"Margin of a purchase relative to an ordinary customer's: the cost of goods makes the difference."`
	Need                float64            `toml:"need" default:"1" range:"[0,)" doc:"Rate of considering, deciding and buying relative to an ordinary customer."`
	NeedSpread          float64            `toml:"need_spread" default:"0" range:"[0,)" doc:"Standard deviation of the logarithm of the customer's own need."`
	PriceSensitivity    float64            `toml:"price_sensitivity" default:"1" range:"[0,)" doc:"Price elasticity relative to an ordinary customer."`
	Place               string             `toml:"place" default:"" doc:"Where the segment lives: segments of the same place mix there, and a campaign may be for a place. Left out, it is a place of its own."`
	Notice              float64            `toml:"notice" default:"1" range:"[0,)" doc:"Noticing the brand without help (rates.notice), relative to an ordinary customer."`
	Heeds               map[string]float64 `toml:"heeds" default:"{}" range:"[0,)" doc:"Effect of words from customers of other segments, by segment, as { leaders = 2, followers = 0 }; 1 for those not named."`
	OptIn               float64            `toml:"opt_in" default:"1" range:"[0,1]" doc:"Share of customers who take part in programmes at all."`
}

// Placement says where on the ties the segments are found.
type Placement struct {
	Rule      string  `toml:"rule" default:"random" options:"random,homophily,communities" doc:"random: anybody may be of any segment; homophily: customers tend to be of the segment of those they are tied to; communities: places take up the communities of a network that has them, in order."`
	Layer     string  `toml:"layer" default:"" doc:"Network that segments follow; the first one if left out."`
	Homophily float64 `toml:"homophily" default:"0" range:"[0,1)" doc:"With rule homophily: probability that a customer is of the segment of one of their ties rather than of any."`
}
