package mechanism

import (
	"fmt"

	"grapevine/sim"
)

// broadcastLayer returns the layer on which a programme posts, or -1 if it does
// not.
func broadcastLayer(p *sim.Plan, name string) int {
	if name == "" {
		return -1
	}
	return p.Layer(name)
}

// checkBroadcast returns the faults of that layer's name: a market may do without
// the usual one.
func checkBroadcast(p *sim.Plan, name string) []error {
	if usual := name == "" || name == "followers"; broadcastLayer(p, name) < 0 && !usual {
		return []error{fmt.Errorf("broadcast = %q: there is no network.%[1]s%s", name, layersThere(p))}
	}
	return nil
}
