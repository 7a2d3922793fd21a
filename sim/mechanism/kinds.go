// Package mechanism holds the levers of a strategy, a file each: a scenario's
// table is a struct here, its keys are the fields.
package mechanism

import (
	"maps"
	"slices"

	"grapevine/knob"
	"grapevine/sim"
)

// Kind is one table that a scenario may have.
type Kind struct {
	Make  func() sim.Mechanism // with its defaults
	About string               // one line for a marketer
}

// Kinds lists the tables by name.
var Kinds = map[string]Kind{
	"advertising":  {func() sim.Mechanism { return knob.Defaults(&Advertising{}) }, "bought attention: presses those who do not know the brand, and may remind those who do"},
	"ambassadors":  {func() sim.Mechanism { return knob.Defaults(&Ambassadors{}) }, "brand advocacy: recruits and equips loyal customers who speak for the brand"},
	"channels":     {func() sim.Mechanism { return knob.Defaults(&Channels{}) }, "where customers buy: stores, online and others, apart or joined up (omnichannel)"},
	"choice":       {func() sim.Mechanism { return knob.Defaults(&Choice{}) }, "how customers weigh the brand against its rivals"},
	"churn":        {func() sim.Mechanism { return knob.Defaults(&Churn{}) }, "why some leave sooner: differences for good, ties who left, the one by whom one was won"},
	"commerce":     {func() sim.Mechanism { return knob.Defaults(&Commerce{}) }, "community commerce: buying among peers, social proof and group offers"},
	"community":    {func() sim.Mechanism { return knob.Defaults(&Community{}) }, "a community of customers, founded by them or hosted by the brand"},
	"content":      {func() sim.Mechanism { return knob.Defaults(&Content{}) }, "user-generated content: customers post, posts are found and persuade"},
	"crisis":       {func() sim.Mechanism { return knob.Defaults(&Crisis{}) }, "a failure on a day: some are hit, quality falls, bad news make the rounds, and the brand answers"},
	"emotion":      {func() sim.Mechanism { return knob.Defaults(&Emotion{}) }, "extreme experiences move customers for a while, and then they talk; now and then one is a delight"},
	"employees":    {func() sim.Mechanism { return knob.Defaults(&Employees{}) }, "people who work for the brand and speak of it to their own ties"},
	"engagement":   {func() sim.Mechanism { return knob.Defaults(&Engagement{}) }, "the audience that the brand owns: contacts and answers to those who want to hear from it"},
	"events":       {func() sim.Mechanism { return knob.Defaults(&Events{}) }, "dated meet-ups or webinars: who comes feels closer, tells others and makes acquaintances"},
	"expectations": {func() sim.Mechanism { return knob.Defaults(&Expectations{}) }, "what customers expect drifts towards what they are told, promised and have met"},
	"feedback":     {func() sim.Mechanism { return knob.Defaults(&Feedback{}) }, "listening to complaints and acting on them, so that quality rises after a lag"},
	"incentive":    {func() sim.Mechanism { return knob.Defaults(&Incentive{}) }, "what rewards for advocacy are, whether they are told, and what too many of them do"},
	"influencers":  {func() sim.Mechanism { return knob.Defaults(&Influencers{}) }, "people with many followers who post about the brand, for a fee or because they mean it"},
	"inventory":    {func() sim.Mechanism { return knob.Defaults(&Inventory{}) }, "what is kept in store: deliveries, what holding costs, and sales lost when it is empty"},
	"loyalty":      {func() sim.Mechanism { return knob.Defaults(&Loyalty{}) }, "points for purchases, and for sharing if wanted, that bring rewards or status"},
	"products":     {func() sim.Mechanism { return knob.Defaults(&Products{}) }, "a line of products: add-ons that customers buy when they or their peers find a need (cross-sell)"},
	"referral":     {func() sim.Mechanism { return knob.Defaults(&Referral{}) }, "customers invite friends, with or without a reward"},
	"reviews":      {func() sim.Mechanism { return knob.Defaults(&Reviews{}) }, "ratings that buyers leave and those who consider a purchase read"},
	"rivals":       {func() sim.Mechanism { return knob.Defaults(&Rivals{}) }, "other brands, a table each: their customers, price, quality, warmth, advertising and talk"},
	"seeding":      {func() sim.Mechanism { return knob.Defaults(&Seeding{}) }, "who is given the product first"},
	"selling":      {func() sim.Mechanism { return knob.Defaults(&Selling{}) }, "peer-to-peer sales: customers who sell to their ties for a commission"},
	"service":      {func() sim.Mechanism { return knob.Defaults(&Service{}) }, "answers and repairs after bad experiences"},
	"sharing":      {func() sim.Mechanism { return knob.Defaults(&Sharing{}) }, "social media: customers post, followers see it and pass it on"},
	"talk":         {func() sim.Mechanism { return knob.Defaults(&Talk{}) }, "word of mouth along the ties between customers"},
	"ties":         {func() sim.Mechanism { return knob.Defaults(&Ties{}) }, "how close customers are: what they go through together makes ties stronger and new ones, which fade without"},
	"values":       {func() sim.Mechanism { return knob.Defaults(&Values{}) }, "what the brand stands for, what customers hold dear, and whether promises are kept"},
	"winback":      {func() sim.Mechanism { return knob.Defaults(&Winback{}) }, "those who left are asked to come back, with an offer or without"},
}

// Tallies lists the columns that all kinds add to the weekly table, so that
// tables of markets with different mechanisms have the same columns.
func Tallies() []sim.Tally {
	var all []sim.Tally
	for _, name := range slices.Sorted(maps.Keys(Kinds)) {
		if t, ok := Kinds[name].Make().(sim.Tallier); ok {
			all = append(all, t.Tallies()...)
		}
	}
	return all
}
