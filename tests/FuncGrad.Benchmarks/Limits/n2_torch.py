"""N2 in PyTorch: an epoch of conv 3x3 x 8, pool, conv 3x3 x 16, dense 10 on 8 x 8 digits, batches of 50, float; prints one JSON line as the peers do."""
import json
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(0)

torch.set_num_threads(2)
rows, size = 1797 // 50 * 50, 50
torch.manual_seed(0)
x, t = torch.randn(rows, 1, 8, 8), torch.randint(10, (rows,))
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 8, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
    torch.nn.Conv2d(8, 16, 3, padding=1), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(256, 10))
optimizer, loss_of = torch.optim.SGD(net.parameters(), lr=0.1), torch.nn.CrossEntropyLoss()


def epoch():
    for images, labels in zip(x.split(size), t.split(size)):
        optimizer.zero_grad()
        loss = loss_of(net(images), labels)
        loss.backward()
        optimizer.step()
    return loss.item()


epoch()
seconds = []
for _ in range(5):
    begin = time.perf_counter()
    last = epoch()
    seconds.append(time.perf_counter() - begin)
best = sorted(seconds)[:3]
print(json.dumps({
    "workload": "N2", "peer": f"torch-{torch.__version__.split('+')[0]}", "rate": rows / best[0], "unit": "samples/s",
    "final_loss": f"{last:.6g}", "spread": round(best[-1] / best[0] - 1, 3)}))
