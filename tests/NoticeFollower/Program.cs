using ExchangeHub.Messaging;
using ExchangeHub.NoticeFollower;
using ExchangeHub.Protos.Delivery.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A service of the hub's organisation in its smallest form: it writes down every delivery it is given, in order, once.
//   NoticeFollower --hub http://127.0.0.1:7100 --receiver 310118 --file /var/lib/follower/positions
// The broker comes from the environment (Broker=amqp://…), because a command line can be read by everybody; without it the
// follower reads every two seconds.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

var hub = builder.Configuration["hub"] ?? throw new ArgumentException("Say where the hub is: --hub http://127.0.0.1:7100");
var receiver = builder.Configuration["receiver"] ?? throw new ArgumentException("Say for whom to read: --receiver 310118");
var file = builder.Configuration["file"] ?? throw new ArgumentException("Say where to write: --file /var/lib/follower/positions");
using var channel = GrpcChannel.ForAddress(hub);
var feed = new HubFeed(new DeliveryService.DeliveryServiceClient(channel), receiver);
builder.Services.AddPositionFollower(builder.Configuration["Broker"], "sample", _ => new PositionFile(file, feed));

await builder.Build().RunAsync();
