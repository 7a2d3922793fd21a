// Package kubernetes holds the manifest of a sweep as an Indexed Job to what
// Kubernetes reads.
package kubernetes

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

func manifest(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The manifest is a Job to the last field, and its parts speak of the same
// things.
func TestManifest(t *testing.T) {
	var job batchv1.Job
	if err := yaml.UnmarshalStrict(manifest(t), &job); err != nil {
		t.Fatal(err)
	}
	spec, pod := job.Spec, job.Spec.Template.Spec
	if job.APIVersion != "batch/v1" || job.Kind != "Job" || *spec.CompletionMode != batchv1.IndexedCompletion {
		t.Errorf("%s %s in mode %s, want an Indexed Job", job.APIVersion, job.Kind, *spec.CompletionMode)
	}
	container := pod.Containers[0]
	if want := fmt.Sprintf("sweep shard /sweep --shards %d ", *spec.Completions); !strings.Contains(container.Command[2], want) {
		t.Errorf("%d completions, but the command is %q", *spec.Completions, container.Command[2])
	}
	if name := *spec.PodFailurePolicy.Rules[1].OnExitCodes.ContainerName; name != container.Name {
		t.Errorf("the policy is about %q, the container is %q", name, container.Name)
	}
	if pod.RestartPolicy != "Never" {
		t.Errorf("restartPolicy = %s: a failure policy wants Never", pod.RestartPolicy)
	}
	if container.VolumeMounts[0].Name != pod.Volumes[0].Name {
		t.Errorf("%q is mounted, the volume is %q", container.VolumeMounts[0].Name, pod.Volumes[0].Name)
	}
}

// The test above would see a field that Kubernetes does not know.
func TestMisspeltFieldsAreSeen(t *testing.T) {
	var job batchv1.Job
	bad := bytes.Replace(manifest(t), []byte("backoffLimitPerIndex"), []byte("backoffLimitPerShard"), 1)
	if err := yaml.UnmarshalStrict(bad, &job); err == nil {
		t.Error("a misspelt field was taken")
	}
}
