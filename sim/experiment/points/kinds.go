package points

// Kinds lists the designs that a sweep may name.
var Kinds = map[string]Design{
	"grid":   {"every combination of levels", grid},
	"list":   {"the first levels of all factors together, then the second ones, and so on", list},
	"oat":    {"one factor at a time over its levels, the others at the scenario's own values", oneAtATime},
	"lhs":    {"Latin hypercube: each factor evenly covered, whatever the number of points", latinHypercube},
	"random": {"each factor drawn by itself", random},
	"sobol":  {"Sobol' sequence in the order of Saltelli, for shares of variance", sobol},
	"morris": {"paths that change one factor a step, for screening (Morris 1991)", morris},
}
