package metric

import "math"

// What present customers would tell a friend, at the horizon.
var (
	NPS = Metric{Name: "nps", Unit: "points", Better: 1, Doc: "Net promoter score of present customers at the horizon: 100·(share of answers 9-10 less share of 0-6) (Reichheld 2003).",
		Of: func(r *Run) float64 { score, _ := PromoterScore(r.answers()); return score }}
	NPSError = Metric{Name: "nps_se", Unit: "points", Better: 0, Doc: "Standard error that the score of this run would have as a survey of nps_n customers: 100·sqrt((p+d-(p-d)²)/n).",
		Of: func(r *Run) float64 { _, se := PromoterScore(r.answers()); return se }}
	NPSCount = Metric{Name: "nps_n", Unit: "customers", Better: 0, Doc: "Customers behind the net promoter score.",
		Of: func(r *Run) float64 { a, b, c := r.answers(); return a + b + c }}
)

func (r *Run) answers() (promoters, passives, critics float64) {
	return r.level("promoters"), r.level("passives"), r.level("critics")
}

// PromoterScore returns 100·(p-d) and its standard error 100·√((p+d-(p-d)²)/n)
// for the shares p of promoters (answers 9 and 10) and d of critics (0 to 6)
// among n customers (Reichheld 2003). Without customers neither exists.
func PromoterScore(promoters, passives, critics float64) (score, standardError float64) {
	n := promoters + passives + critics
	p, d := ratio(promoters, n), ratio(critics, n)
	net := p - d
	return 100 * net, 100 * math.Sqrt((p+d-float64(net*net))/n)
}
