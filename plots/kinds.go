package plots

// Kind is a kind of picture.
type Kind struct {
	About string   // what it shows, in one sentence
	Needs []string // the tables it is drawn from
	Draw  func(*Data) (*Figure, error)
}

// Kinds lists the pictures by name. Draw returns ErrNothing if the tables hold
// nothing of what a picture shows.
var Kinds = map[string]Kind{
	"stages":      {"the market over time: how many people are in each stage of the journey", []string{"series"}, stagesPlot},
	"brands":      {"who uses which brand over time: ours, each rival's or none", []string{"series"}, brandsPlot},
	"funnel":      {"the share of the market that ever reached each stage", []string{"series"}, funnelPlot},
	"journey":     {"how many people go on at each stage of the journey, and how many stall there", []string{"series"}, journeyPlot},
	"adoption":    {"customers over time, with the spread of the runs", []string{"series"}, adoptionPlot},
	"cash":        {"cumulative profit over time, with break-even and the spread of the runs", []string{"series"}, cashPlot},
	"revenue":     {"revenue by week, with the spread of the runs", []string{"series"}, revenuePlot},
	"nps":         {"the net promoter score over time", []string{"series"}, npsPlot},
	"sources":     {"who or what is credited with the customers won", []string{"sources"}, sourcesPlot},
	"mentions":    {"who speaks, and how many good and bad words", []string{"mentions"}, mentionsPlot},
	"comparison":  {"the objective of each strategy and its difference to the baseline, with intervals", []string{"summary", "comparison"}, comparisonPlot},
	"decision":    {"the race to a decision: how many runs it took to tell each strategy from the chosen one", []string{"decision"}, decisionPlot},
	"best":        {"how likely each strategy is the best, and what choosing it may cost", []string{"comparison"}, bestPlot},
	"cascades":    {"how large the trees of referrals grow", []string{"cascades"}, cascadesPlot},
	"network":     {"where customers stand in the network, by stage, and whose word won whom", []string{"people", "ties", "summary"}, networkPlot},
	"film":        {"the network under the best strategy as time goes on", []string{"people", "ties", "summary"}, filmPlot},
	"convergence": {"how the interval of the difference narrows as runs are added", []string{"runs"}, convergencePlot},
	"pareto":      {"return against reach, and the strategies that none beats in both", []string{"summary"}, paretoPlot},
	"prices":      {"what a customer costs, by who or what won them", []string{"summary"}, pricesPlot},
	"stays":       {"how long people stay in each stage", []string{"survival"}, staysPlot},
	"told":        {"what the data of a calibration tell of each value", []string{"fit"}, toldPlot},
	"posterior":   {"what the data of a calibration leave of each value, and of each pair of them", []string{"posterior"}, posteriorPlot},
	"fit":         {"the data of a calibration in the bands of the fitted market", []string{"fit_bands"}, fitPlot},
	"profile":     {"how well the data of a calibration tell each value", []string{"profile"}, profilePlot},
	"gains":       {"what each strategy earns beyond the baseline, and from whom", []string{"decomposition"}, gainsPlot},
	"indices":     {"which factors of a sweep move the lead of the best strategy most, with intervals", []string{"indices"}, indicesPlot},
	"effects":     {"what each factor of a sweep does to the lead of the best strategy, with intervals", []string{"effects"}, effectsPlot},
	"regions":     {"where each strategy wins, along the two factors of a sweep that matter most", []string{"regions"}, regionsPlot},
	"contour":     {"where each strategy wins along two factors of a sweep, with lines of equal lead", []string{"regions"}, contourPlot},
	"curves":      {"what each lever does to the objective, with now and suggested", []string{"curves"}, curvesPlot},
	"front":       {"what a strategy can have of two measures at once, with now and suggested", []string{"front"}, frontPlot},
	"tornado":     {"what each value, moved alone, does to the lead of the best strategy", []string{"tornado"}, tornadoPlot},
	"ledger":      {"where the money came from and where it went", []string{"ledger"}, ledgerPlot},
}
