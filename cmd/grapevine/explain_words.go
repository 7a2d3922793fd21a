package main

import (
	"fmt"
	"strings"
)

// word is a word of the answer, of its pictures or of a brief, in the spellings
// that a reader may ask for, with what it means and where its number stands. It
// is no key: the keys that it leads to can be explained in turn.
type word struct {
	names []string
	about string
	see   []string // what to explain next
}

// glossary holds the words that the answer and the report use, and those with which
// newcomers look for a key.
var glossary = []word{
	{[]string{"P(best)", "p best", "probability of being best"}, "How likely this strategy has the best mean of all, given the runs so far; more runs bring it to 0 or 100 %. It says nothing about whether the assumptions hold.", []string{"comparison.csv"}},
	{[]string{"loss if wrong", "expected loss", "loss"}, "What choosing this strategy costs on average against whichever is the best. A strategy may have a low P(best) and still be a cheap mistake. As a part of a difference in profit, loss is what customers would have bought who now never buy.", []string{"comparison.csv", "decomposition.csv"}},
	{[]string{"break-even", "break even", "breakeven"}, "The median week from which the money earned stays above the money spent, over the runs that come that far.", []string{"breakeven_week"}},
	{[]string{"decisive", "not decisive", "best bet"}, "Decisive: P(best) is 95 % or more, and the interval of the lead over the runner-up excludes 0. It is about this simulated market, and a decisive lead may be a small one.", []string{"comparison.csv"}},
	{[]string{"interval", "90 % interval", "confidence interval"}, "Where the mean of endless runs most likely lies. More runs make it narrower. It is not how much one future may differ: for that, see p10 and p90.", []string{"summary.csv"}},
	{[]string{"paired runs", "same luck", "pairs"}, "Replicate k of every strategy has the same customers, ties and luck. Strategies are compared run by run, so that luck cancels.", []string{"comparison.csv"}},
	{[]string{"synergy"}, "What two programmes do together beyond the sum of what each does alone, in the same runs: both, less the one, less the other, and neither added.", []string{"runs.csv"}},
	{[]string{"illustrative"}, "A value that nobody vouches for: it has no source, and you have not set it. Write # source: … behind a value once there is one.", nil},
	{[]string{"customers who would not have come", "customers gained", "expansion"}, "All that customers have bought, less its costs, who would not have bought at all under the first strategy with the same luck: the part expansion.", []string{"decomposition.csv"}},
	{[]string{"customers lost"}, "What customers would have bought, less its costs, who buy under the first strategy and not under this one: the part loss.", []string{"decomposition.csv"}},
	{[]string{"customers who come sooner", "customers sooner", "acceleration"}, "Customers who would have come anyway have bought in the time by which they came sooner: the part acceleration.", []string{"decomposition.csv"}},
	{[]string{"customers who stay longer", "customers stay"}, "What the same customers buy at an age as a customer at which, under the first strategy, they had left: the part retention.", []string{"decomposition.csv"}},
	{[]string{"customers who buy more often", "bought more often"}, "What the same customers buy more while they would be customers under both: the part repeat.", []string{"decomposition.csv"}},
	{[]string{"discounts and prices", "discounts", "prices", "terms"}, "Other margins on purchases that are made anyway: the part terms.", []string{"decomposition.csv"}},
	{[]string{"programmes", "programs"}, "What the programmes of a strategy cost beyond those of the first: the part cost. Each account stands in the ledger.", []string{"decomposition.csv", "ledger.csv"}},
	{[]string{"the rest", "rest"}, "Parts of a difference that are each smaller than a fiftieth of the largest, added up.", []string{"decomposition.csv"}},
	{[]string{"gifts"}, "What goods cost that are given away, and are not given under the first strategy: the part gifts.", []string{"decomposition.csv"}},
	{[]string{"NPS", "net promoter score"}, "Net promoter score of the customers at the end, from -100 to 100.", []string{"nps"}},
	{[]string{"own need"}, "Credited with a purchase that nobody pressed for: the customer considered and decided by the rates of the journey.", []string{"sources.csv", "rates"}},
	{[]string{"existing customers", "existing", "installed base", "current customers", "start", "initial"}, "Everybody begins as unaware. Those who are customers already are placed by [seeding], as rule = \"random\" and count = 3_000, before the first week. The goods they are given cost unit_cost each under every strategy alike, so that differences between strategies are not touched; profits and break-even weeks are.", []string{"seeding"}},
	{[]string{"margin of a product", "margin", "gross margin", "markup"}, "A margin is set by two keys: at a price of 180 and a margin of 35 %, product.unit_cost = 117.", []string{"product.price", "product.unit_cost", "segment.margin"}},
	{[]string{"why"}, "Ask explain for any word of an answer, as \"loss if wrong\" or synergy, and for any key, metric, table or column.", nil},
}

// explainWord says what a word of the answer means; nothing if it is none.
func explainWord(text string) string {
	plain := func(s string) string {
		return strings.ToLower(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" _-()", r) }), " "))
	}
	for _, w := range glossary {
		for _, name := range w.names {
			if plain(name) != plain(text) {
				continue
			}
			line := fmt.Sprintf("%s\n  %s\n", w.names[0], w.about)
			for _, s := range w.see {
				line += "  see       grapevine explain " + s + "\n"
			}
			return line
		}
	}
	return ""
}
