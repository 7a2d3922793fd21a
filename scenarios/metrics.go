package scenarios

import "grapevine/sim/metric"

// metricNames lists the metrics that an objective may name.
func metricNames() []string {
	var names []string
	for _, m := range metric.Kinds {
		names = append(names, m.Name)
	}
	return names
}
