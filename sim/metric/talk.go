package metric

import "strings"

// What is said, and what it wins.
var (
	Mentions = Metric{Name: "mentions", Unit: "count", Better: 0, Doc: "Words about the brand, good and bad.",
		Of: func(r *Run) float64 { return r.total("mentions_positive") + r.total("mentions_negative") }}
	GoodMentions = Metric{Name: "mentions_positive", Unit: "count", Better: 1, Doc: "Good words about the brand.", Of: total("mentions_positive")}
	BadMentions  = Metric{Name: "mentions_negative", Unit: "count", Better: -1, Doc: "Bad words about the brand.", Of: total("mentions_negative")}
	Sentiment    = Metric{Name: "sentiment", Unit: "points", Better: 1, Kind: Ratio, Doc: "Net sentiment of what is said: 100·(good - bad)/(good + bad), from -100 to 100.",
		Of: func(r *Run) float64 {
			good, bad := r.total("mentions_positive"), r.total("mentions_negative")
			return percent(good-bad, good+bad)
		}}
	PaidMentions  = Metric{Name: "mentions_paid", Unit: "count", Better: 0, Doc: "Words that were paid for.", Of: total("mentions_paid")}
	PositiveRatio = Metric{Name: "pwom_nwom", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Good words per bad word; markets show about 3 (East, Hammond & Wright 2007). Does not exist without bad words.",
		Of: func(r *Run) float64 { return ratio(r.total("mentions_positive"), r.total("mentions_negative")) }}
	WOMShare = Metric{Name: "wom_share", Unit: "%", Better: 0, Kind: Ratio, Doc: "Share of customers won in the whole run that is credited to people rather than to own need or the brand's own acts, by what each took off the customer's clocks. Attributed, not what would be lost without talk.",
		Of: womShare}
	KFactor = Metric{Name: "k_factor", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Customers won in the whole run by another customer's word, per customer in the trees of recommendation (their roots included).",
		Of: func(r *Run) float64 {
			var told, all int
			for depth, n := range r.Trace.Depths {
				all += n
				if depth > 0 {
					told += n
				}
			}
			return ratio(float64(told), float64(all))
		}}
)

// Personal reports whether a source of credit is people who talk, show or
// invite, rather than the customer's own need or what the brand does by itself.
func Personal(source string) bool {
	kind, _, _ := strings.Cut(source, ".")
	c := classOf(source)
	return c != classOwn && c != classPaid || kind == "influencers" || kind == "loyalty"
}

func womShare(r *Run) float64 {
	var people, all int64
	for i, n := range r.Trace.Credits {
		all += n
		if Personal(r.Trace.Sources[i]) {
			people += n
		}
	}
	return percent(float64(people), float64(all))
}
