import { ServiceError } from '../errors.ts';
import type { InputConfig } from '../config/inputs.ts';
import { ClaudeCodeTranscriptsInput } from './claude-code-transcripts/claudeCodeTranscriptsInput.ts';
import { ClaudeFlow2Input } from './claude-flow-2/claudeFlow2Input.ts';
import { ClaudeFlow3Input } from './claude-flow-3/claudeFlow3Input.ts';
import { ClaudeFlowMcpInput } from './claude-flow-mcp/claudeFlowMcpInput.ts';
import { OtlpGrpcInput } from './otlp-grpc/otlpGrpcInput.ts';
import { PrometheusInput } from './prometheus/prometheusInput.ts';
import type { Input, InputContext } from './input.ts';

/**
 * Makes the input that a configuration asks for; it does not run yet.
 * @throws ServiceError `CONFIG` when it can't run as configured, such as a folder that is missing.
 */
export async function createInput(config: InputConfig, context: InputContext): Promise<Input> {
  switch (config.kind) {
    case 'claude-flow':
      return ClaudeFlow3Input.create(config.folder, context.ingestor, context.scratch);
    case 'claude-code-transcripts':
      return ClaudeCodeTranscriptsInput.create(config, context);
    case 'claude-flow-2':
      return ClaudeFlow2Input.create(config.folder, context.ingestor, context.scratch);
    case 'claude-flow-mcp':
      return ClaudeFlowMcpInput.create(config, context);
    case 'prometheus':
      return PrometheusInput.create(config, context);
    case 'otlp-grpc':
      if (!context.otlp) {
        throw new ServiceError('CONFIG', 'OTLP over gRPC needs the receiver of exports.');
      }
      return new OtlpGrpcInput({ ...context.otlp, port: config.port }, context.otlp.receiver, context.log);
  }
}
